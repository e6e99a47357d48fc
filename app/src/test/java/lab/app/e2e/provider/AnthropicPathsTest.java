package lab.app.e2e.provider;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.Map;
import lab.testkit.script.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What clients of Anthropic ask for besides messages, and how. */
class AnthropicPathsTest extends WithLab {
  private static final String VERSION = "anthropic-version: 2023-06-01";

  @Override
  Map<String, String> files() {
    return WireLab.files();
  }

  private Answer get(String path, String... headers) throws IOException {
    try (Client client = lab.client()) {
      return client.get(path, headers).answer();
    }
  }

  @Test
  void aPromptIsCountedWithoutAskingAnybody() throws Exception {
    // When
    int little = counted("hi");
    int more = counted("many words of a long prompt ".repeat(100));

    // Then
    assertThat(little).isBetween(1, 20);
    assertThat(more).isBetween(300, 1_500);
  }

  private int counted(String words) throws IOException {
    Answer answer =
        post(
            "/v1/messages/count_tokens",
            "{\"model\":\"vllm-alone\",\"messages\":[{\"role\":\"user\",\"content\":\""
                + words
                + "\"}]}");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.json().fieldNames()).containsExactly("input_tokens");
    return answer.json().getInteger("input_tokens");
  }

  @Test
  void nothingIsCountedForAModelThatNobodyHas() throws Exception {
    // When
    Answer answer =
        post(
            "/v1/messages/count_tokens",
            "{\"model\":\"nobodys\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");

    // Then
    assertThat(answer.status()).isEqualTo(404);
    assertThat(Speaker.ANTHROPIC.errorIn(answer.json())).contains("nobodys");
  }

  @Test
  void whatCanNotBeCountedIsRefusedInAnthropicsWords() throws Exception {
    // When
    Answer answer = post("/v1/messages/count_tokens", "{\"messages\":7}");

    // Then
    assertThat(answer.status()).isEqualTo(400);
    assertThat(Speaker.ANTHROPIC.errorIn(answer.json())).isNotBlank();
  }

  @Test
  void modelsHaveAnthropicsShapeForItsClientsOnly() throws Exception {
    // When
    JsonObject anthropics = get("/v1/models", VERSION).json();
    JsonObject openAis = get("/v1/models").json();

    // Then
    JsonArray names = anthropics.getJsonArray("data");
    JsonObject first = names.getJsonObject(0);
    assertThat(first.getString("type")).isEqualTo("model");
    assertThat(first.getString("display_name")).isEqualTo(first.getString("id"));
    assertThat(first.getString("created_at")).endsWith("Z");
    assertThat(anthropics.getBoolean("has_more")).isFalse();
    assertThat(anthropics.getString("first_id")).isEqualTo(first.getString("id"));
    assertThat(anthropics.getString("last_id"))
        .isEqualTo(names.getJsonObject(names.size() - 1).getString("id"));
    assertThat(openAis.getString("object")).isEqualTo("list");
    assertThat(openAis.getJsonArray("data")).hasSameSizeAs(names);
    assertThat(get("/v1/models/vllm-alone", VERSION).json().getString("type")).isEqualTo("model");
    assertThat(get("/v1/models/vllm-alone").json().getString("object")).isEqualTo("model");
  }

  @ParameterizedTest
  @EnumSource(
      value = Wire.class,
      names = {"VLLM", "OLLAMA", "ANTHROPIC"})
  void betasPassToAnthropicOnly(Wire provider) throws Exception {
    // Given
    Future<Exchange> asked = lab.script(provider.type() + "-first", provider.whole("Hello"));
    JsonObject body = Speaker.ANTHROPIC.asks(provider.type() + "-alone", false);

    // When
    Answer answer =
        post("/v1/messages", body.encode(), VERSION, "anthropic-beta: one-2026-01-01, b@d,two");

    // Then
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(asked.await(5, SECONDS).request().header("anthropic-beta"))
        .isEqualTo(provider == Wire.ANTHROPIC ? "one-2026-01-01,two" : null);
  }

  @Test
  void betasOfClientsOfOtherFormatsGoNowhere() throws Exception {
    // Given
    Future<Exchange> asked = lab.script("anthropic-first", Wire.ANTHROPIC.whole("Hello"));

    // When
    Answer answer =
        post("/v1/chat/completions", Lab.body("anthropic-alone", false), "anthropic-beta: one");

    // Then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(asked.await(5, SECONDS).request().header("anthropic-beta")).isNull();
  }
}
