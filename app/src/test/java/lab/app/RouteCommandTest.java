package lab.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
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
