package lab.app;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import lab.testkit.answers.Answers;
import lab.testkit.script.Gate;
import lab.testkit.script.Reply;
import lab.testkit.script.ScriptedProvider;
import lab.testkit.wire.Flavour;
import lab.testkit.wire.Said;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One node that goes by another configuration without a restart. */
class ReloadTest {
  @TempDir private Path folder = Path.of("");
  private final Vertx vertx = Vertx.vertx();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private ScriptedProvider first;
  private ScriptedProvider second;
  private TestNode node;

  @BeforeEach
  void start() throws Exception {
    first = ScriptedProvider.start(vertx).await(10, SECONDS);
    second = ScriptedProvider.start(vertx).await(10, SECONDS);
    first.otherwise(answer("first"));
    second.otherwise(answer("second"));
    node = TestNode.start(folder, Map.of("providers.yaml", providers("m")));
  }

  @AfterEach
  void close() throws Exception {
    node.close();
    http.close();
    var unused = vertx.close().await(10, SECONDS);
  }

  private static Reply answer(String text) {
    return Answers.chat(Flavour.VLLM, "m", Said.words(text));
  }

  /** Each provider with models of its own; those of the second are given. */
  private String providers(String... modelsOfSecond) {
    return """
    providers:
      one: {type: vllm, base_url: "%s", status: active, models: [own]}
      two: {type: vllm, base_url: "%s", status: active, models: [%s]}
    health_checks: {enabled: false}
    """
        .formatted(first.address(), second.address(), String.join(", ", modelsOfSecond));
  }

  private void write(String file, String text) throws Exception {
    Path unused = Files.writeString(folder.resolve(file), text);
  }

  private HttpResponse<String> send(String method, String path, String body) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(node.base() + path))
            .timeout(Duration.ofSeconds(30))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private JsonObject config() throws Exception {
    return new JsonObject(send("GET", "/admin/config", "").body());
  }

  private JsonObject reload() throws Exception {
    return new JsonObject(send("POST", "/admin/reload", "").body());
  }

  private HttpResponse<String> chat(String model) throws Exception {
    String body =
        "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}".formatted(model);
    return send("POST", "/v1/chat/completions", body);
  }

  @Test
  void aModelThatComesIsServedAndOneThatGoesIsNot() throws Exception {
    // Given
    int before = chat("n").statusCode();

    // When
    write("providers.yaml", providers("n"));
    JsonObject told = reload();

    // Then
    assertThat(before).isEqualTo(404);
    assertThat(told.getString("status")).isEqualTo("activated");
    assertThat(told.getLong("epoch")).isEqualTo(2);
    assertThat(chat("n").statusCode()).isEqualTo(200);
    assertThat(chat("m").statusCode()).isEqualTo(404);
    assertThat(send("GET", "/v1/models", "").body()).contains("\"n\"").doesNotContain("\"m\"");
  }

  @Test
  void whatIsTheSameChangesNothing() throws Exception {
    // When
    JsonObject told = reload();

    // Then
    assertThat(told.getString("status")).isEqualTo("unchanged");
    assertThat(config().getLong("epoch")).isEqualTo(1);
  }

  @Test
  void aBadFileChangesNothingAndSaysWhyEverywhere() throws Exception {
    // Given
    write("providers.yaml", "providers:\n  one: {type: nonsense}\n  two: [\n");

    // When
    HttpResponse<String> refused = send("POST", "/admin/reload", "");

    // Then
    assertThat(refused.statusCode()).isEqualTo(422);
    JsonObject told = new JsonObject(refused.body());
    assertThat(told.getString("because")).contains("providers.yaml:");
    assertThat(told.getJsonArray("findings")).isNotEmpty();
    assertThat(chat("m").statusCode()).isEqualTo(200);
    JsonObject shown = config();
    assertThat(shown.getLong("epoch")).isEqualTo(1);
    assertThat(shown.getBoolean("diverged")).isTrue();
    assertThat(shown.getJsonObject("failure").getString("because"))
        .isEqualTo(told.getString("because"));
    assertThat(send("GET", "/metrics", "").body())
        .containsPattern("litellm_config_reload_failures_total 1\\b")
        .containsPattern("litellm_invalid_model_configs_total [1-9]");
  }

  @Test
  void aFileThatIsGoneChangesNothingAndIsForgivenWhenItIsBack() throws Exception {
    // Given
    String text = Files.readString(folder.resolve("providers.yaml"));
    Files.delete(folder.resolve("providers.yaml"));

    // When it is gone
    JsonObject refused = reload();
    int meanwhile = chat("m").statusCode();

    // When it is back
    write("providers.yaml", text);
    JsonObject back = reload();

    // Then
    assertThat(refused.getString("status")).isEqualTo("refused");
    assertThat(meanwhile).isEqualTo(200);
    assertThat(back.getString("status")).isEqualTo("unchanged");
    assertThat(config().getJsonObject("failure")).isNull();
  }

  /** A request that is at the second provider until the gate opens. */
  private CompletableFuture<HttpResponse<String>> running(Gate gate) {
    String late = "{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"late\"}}]}";
    second.then(Reply.ok().header("content-type", "application/json").at(gate).body(late));
    var asked =
        http.sendAsync(
            HttpRequest.newBuilder(URI.create(node.base() + "/v1/chat/completions"))
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}"))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    await().until(() -> second.requests().size() == 1);
    return asked;
  }

  private static void isAnsweredLate(CompletableFuture<HttpResponse<String>> asked)
      throws Exception {
    HttpResponse<String> answered = asked.get(20, SECONDS);
    assertThat(answered.statusCode()).isEqualTo(200);
    assertThat(answered.body()).contains("late");
  }

  @Test
  void aRunningRequestFinishesByWhatItBeganWith() throws Exception {
    // Given
    Gate gate = new Gate();
    var asked = running(gate);

    // When its provider goes
    write("providers.yaml", providers("other"));
    JsonObject told = reload();
    gate.open();

    // Then
    assertThat(told.getString("status")).isEqualTo("activated");
    isAnsweredLate(asked);
  }

  @Test
  void aRunningRequestOfAProviderThatIsTakenOutOfUseFinishesAndNoOtherBegins() throws Exception {
    // Given
    Gate gate = new Gate();
    var asked = running(gate);

    // When
    HttpResponse<String> out = send("PATCH", "/admin/providers/two", "{\"status\":\"disabled\"}");

    // Then
    assertThat(out.statusCode()).isEqualTo(200);
    assertThat(chat("m").statusCode()).isEqualTo(503);
    assertThat(second.requests()).hasSize(1);
    assertThat(two().getString("state")).isEqualTo("disabled");
    assertThat(two().getInteger("in_flight")).isEqualTo(1);

    // When
    gate.open();

    // Then
    isAnsweredLate(asked);
    await().untilAsserted(() -> assertThat(two().getInteger("in_flight")).isZero());
  }

  private JsonObject two() throws Exception {
    return new JsonObject(send("GET", "/admin/providers?provider=two", "").body())
        .getJsonArray("providers")
        .getJsonObject(0);
  }

  @Test
  void aProviderIsTakenOutOfUseAndBack() throws Exception {
    // When
    HttpResponse<String> out = send("PATCH", "/admin/providers/two", "{\"status\":\"disabled\"}");
    int meanwhile = chat("m").statusCode();
    JsonObject shown = config();

    // Then
    assertThat(out.statusCode()).isEqualTo(200);
    assertThat(meanwhile).isEqualTo(503);
    assertThat(shown.getBoolean("diverged")).isFalse();
    assertThat(shown.getJsonObject("statuses").getString("two")).isEqualTo("disabled");
    JsonArray history = shown.getJsonArray("history");
    assertThat(history.getJsonObject(history.size() - 1).getString("why"))
        .isEqualTo("provider two is disabled");

    // When
    HttpResponse<String> back = send("PATCH", "/admin/providers/two", "{\"status\":\"active\"}");

    // Then
    assertThat(back.statusCode()).isEqualTo(200);
    assertThat(chat("m").statusCode()).isEqualTo(200);
  }

  @Test
  void aProviderThatIsOutOfUseStaysSoOverARestart() throws Exception {
    // Given
    HttpResponse<String> out = send("PATCH", "/admin/providers/two", "{\"status\":\"disabled\"}");
    node.close();

    // When
    node = TestNode.start(folder, Map.of());

    // Then
    assertThat(out.statusCode()).isEqualTo(200);
    assertThat(chat("m").statusCode()).isEqualTo(503);
    assertThat(chat("own").statusCode()).isEqualTo(200);
    assertThat(config().getJsonObject("statuses").getString("two")).isEqualTo("disabled");
  }

  @Test
  void aFileThatCanNotBeReadChangesNothing() throws Exception {
    // Given a folder in its place: whoever runs this can not read it
    Files.delete(folder.resolve("providers.yaml"));
    Path unused = Files.createDirectory(folder.resolve("providers.yaml"));

    // When
    JsonObject told = reload();

    // Then
    assertThat(told.getString("status")).isEqualTo("refused");
    assertThat(told.getString("because"))
        .startsWith(folder.resolve("providers.yaml") + " can not be read: it is a folder;");
    assertThat(chat("m").statusCode()).isEqualTo(200);
  }

  @Test
  void whatIsNoStatusOrNoProviderIsRefused() throws Exception {
    assertThat(send("PATCH", "/admin/providers/two", "{\"status\":\"gone\"}").statusCode())
        .isEqualTo(400);
    assertThat(send("PATCH", "/admin/providers/two", "nonsense").statusCode()).isEqualTo(400);
    assertThat(send("PATCH", "/admin/providers/three", "{\"status\":\"active\"}").statusCode())
        .isEqualTo(409);
    assertThat(send("GET", "/admin/providers/two", "").statusCode()).isEqualTo(405);
  }

  @Test
  void aSettingThatNeedsARestartSaysSo() throws Exception {
    // Given
    write("gateway.yaml", "server_settings: {port: 4711, max_header_size: 64KiB}\n");

    // When
    JsonObject told = reload();

    // Then
    assertThat(told.getString("status")).isEqualTo("activated");
    assertThat(told.getJsonArray("needs_restart"))
        .containsExactly("server_settings.port", "server_settings.max_header_size");
  }

  @Test
  void whatWasInForceComesBackByRollback() throws Exception {
    // Given
    String before = Files.readString(folder.resolve("providers.yaml"));
    write("providers.yaml", providers("n"));
    write("gateway.yaml", "server_settings: {max_request_size: 1MiB}\n");
    JsonObject unused = reload();

    // When
    Ran history = Ran.lab("config", "history", "--config", folder.toString());
    Ran diff = Ran.lab("config", "diff", "--config", folder.toString());
    Ran back = Ran.lab("config", "rollback", "--config", folder.toString());
    JsonObject told = reload();

    // Then
    assertThat(history.out().lines()).hasSize(2);
    assertThat(diff.out()).contains("gateway.yaml\n+ 1: server_settings").contains("- 3:");
    assertThat(back.status()).isZero();
    assertThat(folder.resolve("providers.yaml")).hasContent(before);
    assertThat(folder.resolve("gateway.yaml")).doesNotExist();
    assertThat(told.getString("status")).isEqualTo("activated");
    assertThat(chat("m").statusCode()).isEqualTo(200);
  }

  @Test
  void anyNumberOfTheHistoryComesBackAndOneThatIsNotThereIsNamed() throws Exception {
    // Given: number 1 is what the node began with
    String one = Files.readString(folder.resolve("providers.yaml"));
    write("providers.yaml", providers("n"));
    JsonObject unused = reload();
    write("providers.yaml", providers("o"));
    JsonObject unusedToo = reload();

    // When
    Ran first = Ran.lab("config", "rollback", "1", "--config", folder.toString());

    // Then
    assertThat(first.out()).contains("has the files of number 1 again (epoch 1, ");
    assertThat(folder.resolve("providers.yaml")).hasContent(one);

    // When
    Ran second = Ran.lab("config", "rollback", "2", "--config", folder.toString());
    JsonObject told = reload();

    // Then
    assertThat(second.out()).contains("has the files of number 2 again (epoch 2, ");
    assertThat(told.getString("status")).isIn("activated", "unchanged");
    assertThat(chat("n").statusCode()).isEqualTo(200);
    assertThat(chat("o").statusCode()).isEqualTo(404);

    // When
    Ran none = Ran.lab("config", "rollback", "99", "--config", folder.toString());

    // Then
    assertThat(none.status()).isEqualTo(1);
    assertThat(none.err()).contains("the history has no number 99");
    assertThat(folder.resolve("providers.yaml")).hasContent(providers("n"));
  }
}
