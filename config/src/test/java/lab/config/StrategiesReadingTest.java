package lab.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import lab.config.Choosing.Preferred;
import lab.config.Choosing.Score;
import lab.contract.ProviderName;
import lab.contract.SourceRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Strategies and the names that stand for them. */
class StrategiesReadingTest {
  private static final ProviderName LOCAL = new ProviderName("local");
  private static final String FILE = "model-mappings.yaml";

  private final Folder folder;

  StrategiesReadingTest(@TempDir Path directory) {
    folder = new Folder(directory);
  }

  private Choices choices(String mappings) {
    folder.mappings(mappings);
    return folder.valid().choices();
  }

  private Choosing strategy(String mappings) {
    return Objects.requireNonNull(choices(mappings).capabilities().get("c")).choosing();
  }

  @ParameterizedTest
  @EnumSource
  void everyStrategyIsUnderstoodByAllItsNames(Strategy strategy) {
    for (String name : strategy.names()) {
      folder.mappings(
          "load_balancing: {b: {providers: [{provider: local}], strategy: '%s'}}".formatted(name));

      Choosing choosing =
          folder.valid().choices().balancing().values().iterator().next().choosing();

      assertThat(choosing.strategy()).isEqualTo(strategy);
      assertThat(choosing.written()).isEqualTo(name);
    }
  }

  @Test
  void aCustomStrategyIsItsGroundAndWhatItChanges() {
    Choosing choosing =
        strategy(
            """
            capabilities: {c: {provider: local, routing_strategy: mine}}
            custom_strategies:
              mine: {extends: theirs, priority_order: ["vllm (13B+)", local, ollama]}
              theirs: {extends: usage_based, weights: {latency: 1, success_rate: 0}, logic: any}
            """);

    assertThat(choosing)
        .isEqualTo(
            new Choosing(
                Strategy.USAGE_BASED,
                "mine",
                List.of(
                    new Preferred(null, ProviderType.VLLM, 13.0),
                    new Preferred(LOCAL, null, null),
                    new Preferred(null, ProviderType.OLLAMA, null)),
                new Score(1, 0, 0.2),
                new SourceRef(FILE, 1, 37)));
  }

  @Test
  void aCustomStrategyWithoutGroundIsWhatItsKeysNeed() {
    String capability = "capabilities: {c: {provider: local, routing_strategy: %s}}\n";
    String custom = "custom_strategies: {%s: {%s}}\n";

    assertThat(
            strategy(capability.formatted("x") + custom.formatted("x", "priority_order: [local]")))
        .extracting(Choosing::strategy)
        .isEqualTo(Strategy.QUALITY_FIRST);
    assertThat(strategy(capability.formatted("x") + custom.formatted("x", "weights: {cost: 2}")))
        .extracting(Choosing::strategy)
        .isEqualTo(Strategy.USAGE_BASED);
    assertThat(
            strategy(
                capability.formatted("cost_optimized")
                    + custom.formatted("cost_optimized", "logic: cheap first")))
        .extracting(Choosing::strategy)
        .isEqualTo(Strategy.CHEAPEST);
    assertThat(strategy(capability.formatted("x") + custom.formatted("x", "logic: any")))
        .extracting(Choosing::strategy)
        .isEqualTo(Strategy.IN_ORDER);
    assertThat(folder.warnings())
        .containsExactly(
            FILE
                + ":2:21 custom_strategies.x has none of extends, priority_order and weights:"
                + " it takes the first fit one");
  }

  @Test
  void whatIsWrongWithCustomStrategiesIsAnError() {
    folder.mappings(
        """
        custom_strategies:
          a: {extends: b}
          b: {extends: a}
          c: {weights: {latency: 0, success: 0, cost: 0}}
          d: {priority_order: ["vllm (big)", nobody]}
          e: {weights: {latency: -1}}
        """);

    assertThat(folder.errors())
        .containsExactly(
            FILE + ":2:16 custom_strategies.a.extends leads back to itself: a -> b -> a",
            FILE + ":4:7 custom_strategies.c.weights are all 0; one of them must count",
            FILE
                + ":5:24 custom_strategies.d.priority_order[0] is \"vllm (big)\";"
                + " it must be a provider or a type, like vllm or vllm (13B+)",
            FILE
                + ":5:38 custom_strategies.d.priority_order[1] is \"nobody\";"
                + " no provider has that name",
            FILE
                + ":6:26 custom_strategies.e.weights.latency is \"-1\";"
                + " it must be a number from 0 to 1000");
  }
}
