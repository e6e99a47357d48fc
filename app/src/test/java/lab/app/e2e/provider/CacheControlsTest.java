package lab.app.e2e.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients and operators say of keeping answers. */
class CacheControlsTest extends WithCache {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      value = {
        "{\"no-cache\":true} | - | BYPASS",
        "{\"s-maxage\":0} | - | MISS",
        "{\"s-maxage\":60} | - | HIT",
        "{\"namespace\":\"mine\"} | - | MISS",
        "{\"no-store\":true} | - | HIT",
        "{\"use-cache\":true} | - | HIT",
        "- | no-cache | BYPASS",
        "- | max-age=0 | MISS",
        "- | max-age=60 | HIT",
        "- | no-store | HIT",
        "- | No-Cache, no-store | BYPASS",
      })
  void aClientSaysWhetherItTakesAKeptAnswer(String cache, String control, String outcome)
      throws Exception {
    // Given
    CacheLab.Question question = cached.question("m");
    Answer unused = question.ask("");

    // When
    Answer answer =
        question.ask(
            cache == null ? "" : ",\"cache\":" + cache,
            control == null ? "x-none: 1" : "Cache-Control: " + control);

    // Then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("x-lab-cache")).isEqualTo(outcome);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      value = {
        "{\"no-store\":true} | -",
        "{\"ttl\":0} | -",
        "- | no-store",
      })
  void aClientSaysWhetherItsAnswerIsKept(String cache, String control) throws Exception {
    // Given
    CacheLab.Question question = cached.question("m");
    Answer unused =
        question.ask(
            cache == null ? "" : ",\"cache\":" + cache,
            control == null ? "x-none: 1" : "Cache-Control: " + control);

    // When
    Answer answer = question.ask("");

    // Then
    assertThat(answer.header("x-lab-cache")).isEqualTo("MISS");
  }

  @Test
  void whatIsSaidOfCachingGoesToNoProvider() throws Exception {
    // Given
    CacheLab.Question question = cached.question("m");

    // When
    Answer unused = question.ask(",\"cache\":{\"ttl\":60}");

    // Then
    assertThat(cached.lab().provider("good").requests().getLast().text()).doesNotContain("cache");
  }

  @Test
  void aNameThatIsSwitchedOffIsNeverKept() throws Exception {
    // Given
    CacheLab.Question question = cached.question("never");
    Answer first = question.ask(",\"cache\":{\"use-cache\":true}");

    // When
    Answer second = question.ask("");

    // Then
    assertThat(first.header("x-lab-cache")).isEqualTo("BYPASS");
    assertThat(second.header("x-lab-cache")).isEqualTo("BYPASS");
  }

  @Test
  void anOperatorForgetsOneAnswer() throws Exception {
    // Given
    CacheLab.Question question = cached.question("m");
    String key = String.valueOf(question.ask("").header("x-litellm-cache-key"));

    // When
    Answer deleted = post("/cache/delete", "{\"keys\":[\"" + key + "\"]}");

    // Then
    assertThat(deleted.json().getString("status")).isEqualTo("success");
    assertThat(question.ask("").header("x-lab-cache")).isEqualTo("MISS");
  }

  @Test
  void anOperatorForgetsAllAnswers() throws Exception {
    // Given
    CacheLab.Question question = cached.question("m");
    Answer unused = question.ask("");

    // When
    Answer flushed = post("/cache/flushall", "");

    // Then
    assertThat(flushed.json().getString("status")).isEqualTo("success");
    assertThat(question.ask("").header("x-lab-cache")).isEqualTo("MISS");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{}", "{\"keys\":1}", "{\"keys\":[null]}"})
  void whatNamesNoKeysIsRefused(String body) throws Exception {
    assertThat(post("/cache/delete", body).status()).isEqualTo(400);
  }

  @Test
  void anOperatorSeesWhatTheCacheIsGoodFor() throws Exception {
    // Given
    CacheLab.Question question = cached.question("m");
    Answer unused = question.ask("");
    JsonObject before = get("/admin/cache").json();

    // When
    Answer hit = question.ask("");

    // Then
    JsonObject after = get("/admin/cache").json();
    assertThat(hit.header("x-lab-cache")).isEqualTo("HIT");
    assertThat(after.getJsonObject("requests").getLong("hit"))
        .isEqualTo(before.getJsonObject("requests").getLong("hit") + 1);
    assertThat(after.getLong("saved_tokens")).isGreaterThan(before.getLong("saved_tokens"));
    assertThat(after.getLong("entries")).isPositive();
    assertThat(after.getLong("bytes")).isPositive();
    assertThat(after.getDouble("hit_rate")).isBetween(0.0, 1.0);
    assertThat(get("/metrics").body()).contains("gateway_cache_requests_total{outcome=\"hit\"}");
  }

  @Test
  void anOperatorIsToldInLiteLlmsWordsWhetherAnswersCanBeKept() throws Exception {
    assertThat(get("/cache/ping").json())
        .isEqualTo(
            new JsonObject(
                """
                {"status": "healthy", "cache_type": "local", "ping_response": true,
                 "set_cache_response": "success",
                 "litellm_cache_params": {"type": "local", "namespace": "", "mode": "default_on",
                  "ttl": 3600, "supported_call_types": ["completion", "text_completion", "embedding"]}}
                """));
  }

  private Answer post(String path, String body) throws Exception {
    try (Client client = cached.lab().client()) {
      return client.post(path, body).answer();
    }
  }

  private Answer get(String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + cached.lab().port() + path))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      return new Answer(response.statusCode(), Map.of(), response.body());
    }
  }
}
