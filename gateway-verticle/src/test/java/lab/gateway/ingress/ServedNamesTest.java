package lab.gateway.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import lab.config.ConfigLoader;
import lab.config.Configuration;
import lab.config.Loading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServedNamesTest {
  private static Configuration configuration(Path folder) throws IOException {
    Files.writeString(
        folder.resolve("providers.yaml"),
        """
        providers:
          box: {type: vllm, base_url: http://127.0.0.1:1, status: active, models: [big, small]}
          ollama: {type: ollama, base_url: http://127.0.0.1:2, status: active, models: [small]}
          idle: {type: ollama, base_url: http://127.0.0.1:3, status: disabled, models: [asleep]}
        """);
    Files.writeString(
        folder.resolve("model-mappings.yaml"),
        """
        exact_matches:
          chat: {provider: ollama, backend_model: small}
          gone: {provider: idle}
        load_balancing:
          general:
            providers: [{provider: idle, weight: 0.5}, {provider: box, preferred_model: big, weight: 0.5}]
        capabilities:
          code:
            routing_strategy: complexity_based
            complexity_thresholds: {low: small, high: big}
            provider: ollama
          dreams: {preferred_models: [asleep]}
        """);
    Files.writeString(
        folder.resolve("gateway.yaml"),
        "model_group_alias: {shown: general, secret: {model: chat, hidden: true}}\n");
    Loading loading = ConfigLoader.load(folder, Map.of());
    assertThat(loading).as(loading.findings().toString()).isInstanceOf(Loading.Valid.class);
    return ((Loading.Valid) loading).configuration();
  }

  @Test
  void everyNameThatSomebodyInUseServesIsThereWithWhomItsRuleNames(@TempDir Path folder)
      throws IOException {
    // When
    var names = ServedNames.of(configuration(folder));

    // Then
    assertThat(names)
        .extractingFromEntries(
            entry ->
                entry.getKey().value()
                    + entry.getValue().stream()
                        .map(server -> server.provider().name() + "/" + server.model())
                        .toList())
        .containsExactly(
            "chat[ollama/small]",
            "shown[box/big]",
            "general[box/big]",
            "code[box/big, box/small, ollama/small, ollama/code]",
            "big[box/big]",
            "small[box/small, ollama/small]");
  }
}
