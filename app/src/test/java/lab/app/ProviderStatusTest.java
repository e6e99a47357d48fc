package lab.app;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import lab.testkit.script.Gate;
import lab.testkit.script.Reply;
import org.junit.jupiter.api.Test;

/** Providers that are taken out of use and back, and what runs meanwhile. */
class ProviderStatusTest extends WithReloads {
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
  void whatIsNoStatusOrNoProviderIsRefused() throws Exception {
    assertThat(send("PATCH", "/admin/providers/two", "{\"status\":\"gone\"}").statusCode())
        .isEqualTo(400);
    assertThat(send("PATCH", "/admin/providers/two", "nonsense").statusCode()).isEqualTo(400);
    assertThat(send("PATCH", "/admin/providers/three", "{\"status\":\"active\"}").statusCode())
        .isEqualTo(409);
    assertThat(send("GET", "/admin/providers/two", "").statusCode()).isEqualTo(405);
  }
}
