package lab.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a node tells of itself: its models, its health, its numbers. */
class PagesTest extends WithScriptedNode {
  private static final String SECRET = "sk-this-must-never-be-told";

  @Override
  String providers() {
    return """
    providers:
      scripted:
        type: openai_compatible
        base_url: %s
        status: active
        api_key: %s
        models:
          - name: test-model
            context_length: 8192
          - qwen3:8b
          - mistralai/mistral-7b:free
          - "100%% café"
      asleep:
        type: ollama
        base_url: http://127.0.0.1:9
        status: disabled
        models:
          - sleeping-model
    health_checks:
      enabled: false
    """
        .formatted(provider.address(), SECRET);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/models", "/models", "/v1/models/"})
  void theModelsOfActiveProvidersAreListed(String path) throws Exception {
    // When
    Answer answer = ask(Wire.head("GET", path));

    // Then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().fieldNames()).containsExactlyInAnyOrder("object", "data");
    assertThat(answer.json().getString("object")).isEqualTo("list");
    JsonArray data = answer.json().getJsonArray("data");
    assertThat(data.stream().map(one -> ((JsonObject) one).getString("id")))
        .containsExactly("test-model", "qwen3:8b", "mistralai/mistral-7b:free", "100% café");
    assertThat(data.getJsonObject(0))
        .isEqualTo(
            new JsonObject()
                .put("id", "test-model")
                .put("object", "model")
                .put("created", 1_677_610_602)
                .put("owned_by", "openai")
                .put("provider", "scripted"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mistralai/mistral-7b:free",
        "mistralai%2Fmistral-7b%3Afree",
        "mistralai%2fmistral-7b:free",
        "mistralai/mistral%2D7b%3Afree"
      })
  void oneModelIsFoundHoweverItsNameIsEncoded(String name) throws Exception {
    for (String prefix : new String[] {"/v1/models/", "/models/"}) {
      // When
      Answer answer = ask(Wire.head("GET", prefix + name));

      // Then
      assertThat(answer.status()).as(prefix + name).isEqualTo(200);
      assertThat(answer.json().getString("id")).isEqualTo("mistralai/mistral-7b:free");
      assertThat(answer.json().getString("provider")).isEqualTo("scripted");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"//v1/models/test-model", "/v1/./models/test-model", "/x/../models/test-model"})
  void oneModelIsFoundHoweverThePathIsWritten(String path) throws Exception {
    assertThat(ask(Wire.head("GET", path)).json().getString("id")).isEqualTo("test-model");
  }

  @Test
  void namesWithSpacesPercentSignsAndAccentsAreFoundToo() throws Exception {
    // When
    Answer answer = ask(Wire.head("GET", "/v1/models/100%25%20caf%C3%A9"));

    // Then
    assertThat(answer.json().getString("id")).isEqualTo("100% café");
  }

  @Test
  void anUnknownModelIsNotFound() throws Exception {
    // When
    Answer answer = ask(Wire.head("GET", "/v1/models/no/such:model"));

    // Then
    answer.isRefusal(404, "model_not_found");
    assertThat(answer.error().getString("param")).isEqualTo("model");
    assertThat(answer.error().getString("message")).contains("no/such:model");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/model/info", "/model/info"})
  void theModelInfoNamesProvidersAndNoKey(String path) throws Exception {
    // When
    Answer answer = ask(Wire.head("GET", path));

    // Then
    assertThat(answer.json().getJsonArray("data").getJsonObject(0))
        .isEqualTo(
            new JsonObject()
                .put("model_name", "test-model")
                .put(
                    "litellm_params",
                    new JsonObject()
                        .put("model", "test-model")
                        .put("api_base", provider.address().toString()))
                .put(
                    "model_info",
                    new JsonObject()
                        .put("id", "scripted/test-model")
                        .put("provider", "scripted")
                        .put("litellm_provider", "openai_compatible")
                        .put("max_input_tokens", 8192)));
    assertThat(answer.body()).doesNotContain(SECRET).doesNotContain("api_key");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/health/liveliness", "/health/liveness"})
  void aNodeThatRunsSaysThatItIsAlive(String path) throws Exception {
    // When
    Answer answer = ask(Wire.head("GET", path));

    // Then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("content-type")).isEqualTo("application/json");
    assertThat(answer.body()).isEqualTo("\"I'm alive!\"");
  }

  @Test
  void aNodeThatServesIsReady() throws Exception {
    // When
    Answer answer = ask(Wire.head("GET", "/health/readiness"));

    // Then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().getString("status")).isEqualTo("healthy");
    assertThat(answer.json().getString("node")).isEqualTo("test");
    assertThat(answer.json().fieldNames()).contains("db", "cache", "litellm_version");
  }

  @Test
  void theHomePageSaysWhatThisIsAndWhereToGo() throws Exception {
    // When
    Answer answer = ask(Wire.head("GET", "/"));

    // Then
    assertThat(answer.header("content-type")).isEqualTo("text/html; charset=utf-8");
    assertThat(answer.body())
        .startsWith("<!doctype html>")
        .contains("OpenAI-compatible", "/v1/chat/completions", "scripted", "4 models")
        .doesNotContain("asleep")
        .doesNotContain(SECRET);
  }

  @Test
  void eachPathThatTheHomePageNamesIsServed() throws Exception {
    // Given
    Answer home = ask(Wire.head("GET", "/"));
    List<String> served =
        ask(Wire.head("GET", "/routes")).json().getJsonArray("routes").stream()
            .map(route -> ((JsonObject) route).getString("path"))
            .toList();

    // When
    List<String> named =
        Pattern.compile("<td>(?:<a [^>]+>)?<code>([^<]+)</code>")
            .matcher(home.body())
            .results()
            .map(found -> found.group(1))
            .toList();

    // Then
    assertThat(named).hasSizeGreaterThan(10);
    assertThat(served).containsAll(named);
  }

  @Test
  void aPageCanNeitherLoadAnythingNorBeShownInsideAnother() throws Exception {
    // When
    Answer answer = ask(Wire.head("GET", "/"));

    // Then
    assertThat(answer.header("content-security-policy"))
        .contains("default-src 'none'")
        .contains("frame-ancestors 'none'");
    assertThat(answer.header("x-content-type-options")).isEqualTo("nosniff");
    assertThat(answer.header("x-frame-options")).isEqualTo("DENY");
    assertThat(answer.header("referrer-policy")).isEqualTo("no-referrer");
    assertThat(answer.headers()).doesNotContainKeys("server", "x-powered-by");
  }

  @Test
  void theHomePagesCommandNamesTheAddressUnderWhichItWasAskedFor() throws Exception {
    // When
    Answer named = ask("GET / HTTP/1.1\r\nhost: lab.local:4444\r\n\r\n");
    Answer unnamed = ask("GET / HTTP/1.0\r\n\r\n");
    Answer wicked = ask("GET / HTTP/1.1\r\nhost: <script>alert(1)</script>\r\n\r\n");

    // Then
    assertThat(named.body()).contains("curl -N http://lab.local:4444/v1/");
    assertThat(unnamed.body()).contains("curl -N http://localhost:" + node.port() + "/v1/");
    assertThat(wicked.body()).doesNotContain("<script");
  }

  @Test
  void metricsAreTextForPrometheus() throws Exception {
    // Given
    Answer before = ask(Wire.post(CHAT, HELLO));

    // When
    Answer answer = ask(Wire.head("GET", "/metrics"));

    // Then
    assertThat(before.status()).isEqualTo(200);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("content-type")).startsWith("text/plain; version=0.0.4");
    assertThat(answer.body()).contains("gateway_bus_off_loop_asks_total");
  }
}
