package lab.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code lab route} explains the shipped configuration, and sends nothing. */
class RouteCommandTest {
  static Ran route(String... arguments) {
    String[] all = new String[arguments.length + 3];
    all[0] = "route";
    all[1] = "--config";
    all[2] = "../config";
    System.arraycopy(arguments, 0, all, 3, arguments.length);
    return Ran.lab(all);
  }

  @Test
  void peopleReadWhoIsTriedAndWhichRuleSaysSo() {
    // When
    Ran ran = route("chat");

    // Then
    assertThat(ran.status()).isZero();
    assertThat(ran.out().lines())
        .anyMatch(line -> line.matches("model +chat, chat"))
        .anyMatch(line -> line.matches("stage +exact"))
        .anyMatch(line -> line.matches("rule +chat +\\(model-mappings\\.yaml:\\d+:\\d+\\)"))
        .anyMatch(line -> line.matches("attempt 1 +ollama: qwen3:8b +\\[exact]"))
        .anyMatch(line -> line.startsWith("attempt 2"));
  }

  @Test
  void programsGetTheSameAsJson() {
    // When
    Ran ran = route("chat", "--json");

    // Then
    JsonObject said = new JsonObject(ran.out());
    assertThat(ran.status()).isZero();
    assertThat(said.getString("model")).isEqualTo("chat");
    assertThat(said.getString("stage")).isEqualTo("exact");
    assertThat(said.getString("at")).startsWith("model-mappings.yaml:");
    JsonObject first = said.getJsonArray("attempts").getJsonObject(0);
    assertThat(first.getString("provider")).isEqualTo("ollama");
    assertThat(first.getString("model")).isEqualTo("qwen3:8b");
  }

  @Test
  void noModelIsAQuestionToo() {
    assertThat(route().out()).contains("(none given)").contains("default_model");
  }

  @Test
  void aClientsOwnWishesAreHeeded() {
    // When
    JsonObject fallbacks = new JsonObject(route("chat", "--json", "--fallbacks", "coder").out());
    JsonObject alone = new JsonObject(route("chat", "--json", "--disable-fallbacks").out());
    JsonObject embedding =
        new JsonObject(
            route("nomic-embed-text:latest", "--json", "--operation", "embedding").out());

    // Then
    assertThat(fallbacks.getJsonArray("attempts").getJsonObject(1).getString("provider"))
        .isEqualTo("vllm");
    assertThat(alone.getJsonArray("attempts")).hasSize(1);
    assertThat(embedding.getString("operation")).isEqualTo("embedding");
  }

  @Test
  void everyNameOfTheConfigurationIsInOneTable() {
    // When
    Ran ran = route("--all");

    // Then
    assertThat(ran.status()).isZero();
    assertThat(ran.out().lines().findFirst())
        .hasValueSatisfying(head -> assertThat(head).startsWith("ASKED FOR"));
    assertThat(ran.out().lines())
        .anyMatch(
            line ->
                line.matches("chat +exact +simple-shuffle +\\(model-mappings\\.yaml:\\d+:\\d+\\)"))
        .anyMatch(line -> line.equals("  attempt 1 ollama: qwen3:8b  [exact]"))
        .anyMatch(line -> line.startsWith("(any other name)"))
        .anyMatch(line -> line.startsWith("(no model)"));
  }

  @Test
  void theSameFilesAreToldOfInTheSameWords(@TempDir Path folder) throws Exception {
    // Given
    String shared =
        """
        providers:
          one: {type: vllm, base_url: "http://127.0.0.1:1", models: [a, b, c, d, e, f, g, h, i, j]}
          two: {type: vllm, base_url: "http://127.0.0.1:2", models: [a, b, c, d, e, f, g, h, i, j]}
        """;
    String config = Ran.folder(folder, shared);

    // When
    Ran once = Ran.lab("route", "--all", "--config", config);
    Ran again = Ran.lab("route", "--all", "--config", config);

    // Then
    assertThat(once.out()).contains("one: a").isEqualTo(again.out());
  }

  @Test
  void programsGetTheWholeTableAsJson() {
    // When
    Ran ran = route("--all", "--json");

    // Then
    JsonObject chat = new JsonArray(ran.out()).getJsonObject(0);
    assertThat(chat.getString("asked")).isEqualTo("chat");
    assertThat(chat.getJsonObject("route").getJsonArray("attempts").getJsonObject(0).getMap())
        .containsEntry("provider", "ollama");
  }

  @Test
  void whatLimitsAnAttemptStandsBelowItInTheTable(@TempDir Path folder) throws Exception {
    // Given
    String config =
        Ran.folder(
            folder,
            """
            providers:
              one: {type: vllm, base_url: "http://127.0.0.1:1", models: [a, b]}
              two:
                type: vllm
                base_url: "http://127.0.0.1:2"
                models: [c]
                rate_limits: {tokens_per_minute: 90000, requests_per_day: 100}
            """);
    Files.writeString(
        folder.resolve("gateway.yaml"),
        "rate_limit_settings: {limits: {a: {rpm: 10, max_parallel_requests: 2}}}\n");
    Files.writeString(folder.resolve("model-mappings.yaml"), "fallback_chains: {a: [c]}\n");

    // When
    Ran table = Ran.lab("route", "--all", "--config", config);
    Ran json = Ran.lab("route", "--all", "--json", "--config", config);

    // Then
    List<String> lines = table.out().lines().toList();
    int first = lines.indexOf("  attempt 1 one: a  [exact]");
    assertThat(lines.subList(first + 1, first + 4))
        .containsExactly(
            "  limits    one: a  [model a: rpm 10; model a: max_parallel_requests 2]",
            "  attempt 2 two: c  [chain]",
            "  limits    two: c  [provider two: tpm 90000; provider two: requests_per_day 100]");
    assertThat(lines).noneMatch(line -> line.contains("limits    one: b"));
    JsonObject a = new JsonArray(json.out()).getJsonObject(0);
    JsonArray attempts = a.getJsonObject("route").getJsonArray("attempts");
    assertThat(a.getString("asked")).isEqualTo("a");
    assertThat(attempts.getJsonObject(0).getJsonArray("limits").getJsonObject(0))
        .isEqualTo(new JsonObject().put("of", "model a").put("limit", "rpm").put("most", 10));
  }

  @Test
  void whatAPromptIsTooLongForIsLeftOutOfTheTable(@TempDir Path folder) throws Exception {
    // Given a limit between the prompts of a capability's levels
    String config =
        Ran.folder(
            folder,
            """
            providers:
              one:
                type: vllm
                base_url: "http://127.0.0.1:1"
                models: [a]
                rate_limits: {tokens_per_minute: 1000}
            """);
    Files.writeString(
        folder.resolve("model-mappings.yaml"),
        """
        capabilities:
          think:
            preferred_models: [a]
            routing_strategy: context_based
            context_thresholds: {standard: a, complex: a, large: a}
        """);

    // When
    Ran table = Ran.lab("route", "--all", "--config", config);

    // Then
    List<String> lines = table.out().lines().toList();
    int little = indexOf(lines, "capability think, 10 tokens ");
    int much = indexOf(lines, "capability think, 4000 tokens ");
    assertThat(lines.get(little + 1)).startsWith("  attempt 1 one: a  [");
    assertThat(lines.get(much + 1)).isEqualTo("  refused   over limit");
    assertThat(lines.get(much + 2))
        .startsWith("  left out  one: a  [over_limit: provider one: tpm 1000, about 4");
  }

  private static int indexOf(List<String> lines, String start) {
    return lines.indexOf(
        lines.stream().filter(line -> line.startsWith(start)).findFirst().orElseThrow());
  }

  @Test
  void aNodeIsNotAskedForTheWholeTable() {
    // When
    Ran ran = Ran.lab("route", "--all", "--url", "http://127.0.0.1:1");

    // Then
    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.err()).contains("give one of them");
  }

  @Test
  void whatRulesReadOfARequestCanBeSaid() {
    // When
    Ran ran =
        route(
            "chat",
            "--capability=none-such",
            "--header=X-Priority=high",
            "--metadata=batch=true",
            "--tokens=200000");

    // Then
    assertThat(ran.status()).isZero();
    assertThat(ran.out()).contains("capability none-such").contains("note      ");
  }

  @Test
  void aTableIsOfTheFilesAndNotOfANode() {
    // When
    Ran ran = Ran.lab("route", "--all", "--url", "http://127.0.0.1:1");

    // Then
    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.err()).contains("--all").contains("--url");
  }

  @Test
  void aHeaderThatCanNotBeSentIsTold() {
    // When
    Ran ran = Ran.lab("route", "own", "--url", "http://127.0.0.1:1", "--header=x y=1");

    // Then
    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.errLines()).hasSize(1);
    assertThat(ran.err()).startsWith("lab: --header has \"x y\", which can not be sent: ");
  }

  @Test
  void whatIsNoOperationIsTold() {
    // When
    Ran ran = route("chat", "--operation", "dance");

    // Then
    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.err()).contains("--operation").contains("dance");
  }
}
