package lab.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of a capability where a balancing entry of the same name chooses. */
class BalancedCapabilityTest {
  private final Folder folder;

  BalancedCapabilityTest(@TempDir Path directory) {
    folder = new Folder(directory);
  }

  @BeforeEach
  void threeProviders() {
    folder.providers(
        """
        providers:
          a:
            {type: ollama, base_url: "http://x:1", status: active, models: [{name: m, size: 3B}]}
          b:
            {type: ollama, base_url: "http://x:2", status: active, models: [{name: n, size: 8B}, o]}
          c: {type: ollama, base_url: "http://x:3", status: active, models: [p]}
        """);
  }

  @Test
  void whatTheEntryDecidesInsteadHasNoEffect() {
    folder.with(
        "model-mappings.yaml",
        """
        capabilities:
          code:
            preferred_models: [m, p, b]
            complexity_thresholds: {low: o, high: n}
            routing_strategy: complexity_based
            provider: c
        load_balancing:
          code: {providers: [{provider: a}, {provider: b, preferred_model: n}]}
        """);

    assertThat(folder.warnings())
        .containsExactly(
            "model-mappings.yaml:2:3 capabilities.code: p, o has no effect:"
                + " load_balancing[code] chooses (model-mappings.yaml:8:3)",
            "model-mappings.yaml:2:3 capabilities.code.provider has no effect:"
                + " load_balancing[code] chooses (model-mappings.yaml:8:3)",
            "model-mappings.yaml:5:5 capabilities.code.routing_strategy has no effect:"
                + " load_balancing[code] chooses (model-mappings.yaml:8:3)");
  }

  @Test
  void whatHoldsAllTheSameIsNoWarning() {
    folder.with(
        "model-mappings.yaml",
        """
        capabilities:
          code: {preferred_models: [m, n], min_model_size: 5B, fallback: c}
        load_balancing:
          code: {providers: [{provider: a}, {provider: b}]}
        """);

    assertThat(folder.warnings()).isEmpty();
  }

  @Test
  void itsFiltersAreForThoseWhomTheEntryNames() {
    folder.with(
        "model-mappings.yaml",
        """
        capabilities:
          code: {preferred_models: [m], min_model_size: 5B}
        load_balancing:
          code: {providers: [{provider: a}]}
        """);

    assertThat(folder.warnings())
        .containsExactly(
            "model-mappings.yaml:2:49 capabilities.code.min_model_size is \"5B\","
                + " which no candidate reaches; it is dropped");
  }
}
