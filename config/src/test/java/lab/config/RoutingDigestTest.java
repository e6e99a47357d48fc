package lab.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoutingDigestTest {
  private static final String MAPPINGS =
      "exact_matches: {gpt: {provider: local, backend_model: tiny}}\n";

  private final Folder folder;

  RoutingDigestTest(@TempDir Path directory) {
    folder = new Folder(directory);
  }

  private String digest(String mappings) {
    return RoutingDigest.of(folder.mappings(mappings).valid());
  }

  @Test
  void whatDoesNotDecideIsNotInIt() {
    // Given
    String before = digest(MAPPINGS);
    folder.with("gateway.yaml", "litellm_settings: {timeout: 7, cache: true}\n");

    // When
    String after = digest("\n# moved\n" + MAPPINGS);

    // Then
    assertThat(after).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "exact_matches: {gpt: {provider: local, backend_model: small}}",
        "exact_matches: {gpt: {provider: local, backend_model: tiny, fallback: small}}",
        "exact_matches: {gpt: {provider: local, backend_model: tiny}}\nfallback_chains: {gpt: {chain: [small]}}",
      })
  void everyRuleIsInIt(String mappings) {
    assertThat(digest(mappings)).isNotEqualTo(digest(MAPPINGS));
  }

  @Test
  void whoHasWhichModelsIsInIt() {
    // Given
    String before = digest(MAPPINGS);
    folder.providers(Folder.ONE_PROVIDER.replace("tiny, small", "tiny, small, large"));

    // When
    String after = RoutingDigest.of(folder.valid());

    // Then
    assertThat(after).isNotEqualTo(before);
  }
}
