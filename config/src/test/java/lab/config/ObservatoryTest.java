package lab.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import lab.config.Choosing.Preferred;
import lab.contract.ModelName;
import lab.contract.ProviderName;
import org.junit.jupiter.api.Test;

/** A whole laboratory's configuration, of the tests' own invention. */
class ObservatoryTest {
  private final Loading loading =
      ConfigLoader.load(
          Path.of("src/test/resources/observatory").toAbsolutePath(), Map.of("RENTED_KEY", "k"));

  private Choices choices() {
    assertThat(loading).as(loading.findings().toString()).isInstanceOf(Loading.Valid.class);
    return ((Loading.Valid) loading).configuration().choices();
  }

  @Test
  void nothingIsSaidOfIt() {
    assertThat(loading.findings()).extracting(Finding::toString).isEmpty();
  }

  @Test
  void everythingThatChoosesIsThere() {
    Choices choices = choices();

    assertThat(choices.capabilities().keySet())
        .containsExactly("code", "papers", "cheap", "fast", "night");
    assertThat(choices.balancing().keySet())
        .containsExactly(new ModelName("astronomer"), new ModelName("pipeline"));
    assertThat(choices.metadataRules())
        .extracting(MetadataRule::name)
        .containsExactly("observing", "batches");
    assertThat(choices.exact().strategy()).isEqualTo(Strategy.LEAST_LOADED);
    assertThat(choices.wildcards()).extracting(Wildcard::before).containsExactly("rent/");
    assertThat(choices.onTooLong()).containsOnlyKeys(new ModelName("granite-8b"));
    assertThat(choices.headersRead()).contains("x-project", "x-telescope");
    assertThat(choices.metadataRead()).contains("shift");
  }

  @Test
  void aCustomStrategyNamesProvidersAndTypes() {
    Choosing night = Objects.requireNonNull(choices().capabilities().get("night")).choosing();

    assertThat(night.strategy()).isEqualTo(Strategy.QUALITY_FIRST);
    assertThat(night.priorityOrder())
        .isEqualTo(
            List.of(
                new Preferred(new ProviderName("dome"), null, 14.0),
                new Preferred(null, ProviderType.LLAMA_CPP, null)));
  }
}
