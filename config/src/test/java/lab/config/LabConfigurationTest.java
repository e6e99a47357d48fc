package lab.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Loads a real laboratory's configuration where there is one; it is not part of this project. */
class LabConfigurationTest {

  @Test
  void aRealConfigurationLoadsWithoutErrors() {
    Optional<Path> sample = sample();
    assumeTrue(
        sample.isPresent(),
        "no sample configuration; name its folder by -DLAB_SAMPLE_CONFIG or in the environment");

    // When
    Loading loading = ConfigLoader.load(sample.orElseThrow(), Map.of());

    // Then
    assertThat(loading).as(loading.findings().toString()).isInstanceOf(Loading.Valid.class);
  }

  private static Optional<Path> sample() {
    return Stream.of(
            System.getProperty("LAB_SAMPLE_CONFIG"),
            System.getenv("LAB_SAMPLE_CONFIG"),
            "../../shared/lab")
        .filter(path -> path != null)
        .map(Path::of)
        .filter(path -> Files.exists(path.resolve("providers.yaml")))
        .findFirst();
  }
}
