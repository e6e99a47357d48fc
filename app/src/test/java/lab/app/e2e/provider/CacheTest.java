package lab.app.e2e.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import lab.testkit.answers.Answers;
import lab.testkit.answers.Refusals;
import lab.testkit.script.Reply;
import lab.testkit.wire.Flavour;
import lab.testkit.wire.Said;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A question that has been answered is answered again without a provider, as its client wants. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CacheTest {
  private static final String HEAD =
      "{\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":5,\"model\":\"m\",\"choices\":[";
  private static final List<String> STREAM =
      List.of(
          HEAD + "{\"index\":0,\"delta\":{\"role\":\"assistant\"},\"finish_reason\":null}]}",
          HEAD + "{\"index\":0,\"delta\":{\"reasoning_content\":\"hm\"},\"finish_reason\":null}]}",
          HEAD + "{\"index\":0,\"delta\":{\"content\":\"Hel\"},\"finish_reason\":null}]}",
          HEAD + "{\"index\":0,\"delta\":{\"content\":\"lo\"},\"finish_reason\":null}]}",
          HEAD + "{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}",
          HEAD + "],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3,\"total_tokens\":10}}",
          "[DONE]");

  private Lab lab;
  private int questions;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    lab =
        Lab.start(
            folder,
            Map.of(
                "gateway.yaml",
                """
                litellm_settings:
                  num_retries: 0
                  cache: true
                  cache_params: {models: {never: false}, max_entry_size: 64KiB}
                """,
                "providers.yaml",
                """
                health_checks: {enabled: false}
                providers:
                  good: {type: vllm, base_url: "@good", models: [m, other, never]}
                  bad: {type: vllm, base_url: "@bad", models: [broken]}
                """,
                "model-mappings.yaml",
                """
                exact_matches:
                  pair: {provider: bad, backend_model: broken, fallback: other}
                """));
    lab.provider("good").otherwise(whole());
    lab.provider("bad").otherwise(Refusals.openAiServerError());
  }

  @AfterAll
  void close() throws Exception {
    lab.close();
  }

  private static Reply whole() {
    return Answers.chat(Flavour.OPENAI, "m", Said.words("Hello"));
  }

  private static Reply stream() {
    return events(STREAM);
  }

  private static Reply events(List<String> data) {
    return Reply.events(data.stream().map(each -> "data: " + each + "\n\n").toList());
  }

  /** A body that nobody has sent before; {@code with} again and again is the same question. */
  private final class Question {
    private final String words = "question " + questions++;
    private final String model;

    Question(String model) {
      this.model = model;
    }

    String with(String more) {
      return "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]%s}"
          .formatted(model, words, more);
    }

    Answer ask(String more, String... headers) throws Exception {
      return lab.ask(with(more), headers);
    }
  }

  private int asked() {
    return lab.provider("good").requests().size();
  }

  @Test
  void theSameQuestionIsAnsweredOnce() throws Exception {
    // Given
    Question question = new Question("m");
    Answer first = question.ask("");
    int before = asked();

    // When
    Answer again = question.ask(" , \"user\" : \"anna\" , \"stream\": false");

    // Then
    assertThat(asked()).isEqualTo(before);
    assertThat(first.headers()).containsEntry("x-lab-cache", "MISS").doesNotContainKey("age");
    assertThat(again.headers())
        .containsEntry("x-lab-cache", "HIT")
        .containsEntry("age", "0")
        .containsEntry("x-lab-provider", "good")
        .containsEntry("x-litellm-cache-key", first.headers().get("x-litellm-cache-key"));
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(lab.finished(again).attempts()).isZero();
  }

  @Test
  void anotherQuestionIsAnother() throws Exception {
    // Given
    Question question = new Question("m");
    Answer unused = question.ask("");

    // When
    Answer warmer = question.ask(",\"temperature\":0.7");

    // Then
    assertThat(warmer.header("x-lab-cache")).isEqualTo("MISS");
  }

  @Test
  void aStreamIsPlayedAgainWithItsChunks() throws Exception {
    // Given
    Question question = new Question("m");
    var unused = lab.script("good", stream());
    Answer first = question.ask(",\"stream\":true");

    // When
    Answer again = question.ask(",\"stream\":true");

    // Then
    assertThat(again.header("x-lab-cache")).isEqualTo("HIT");
    assertThat(again.header("content-type")).startsWith("text/event-stream");
    assertThat(again.events()).isEqualTo(first.events()).hasSize(6);
    assertThat(again.body()).doesNotContain("usage");
  }

  @Test
  void aKeptStreamTellsItsUsageToThoseWhoAskAndToNobodyElse() throws Exception {
    // Given
    Question question = new Question("m");
    var unused = lab.script("good", stream());
    Answer first = question.ask(",\"stream\":true");

    // When
    Answer wanted = question.ask(",\"stream\":true,\"stream_options\":{\"include_usage\":true}");

    // Then
    assertThat(first.body()).doesNotContain("usage");
    assertThat(wanted.header("x-lab-cache")).isEqualTo("HIT");
    assertThat(wanted.chunks().getLast().getJsonObject("usage").getInteger("total_tokens"))
        .isEqualTo(10);
    assertThat(wanted.events().getLast()).isEqualTo("data: [DONE]");
  }

  @Test
  void aKeptStreamIsAWholeAnswerForThoseWhoWantOne() throws Exception {
    // Given
    Question question = new Question("m");
    var unused = lab.script("good", stream());
    Answer first = question.ask(",\"stream\":true");

    // When
    Answer whole = question.ask("");

    // Then
    assertThat(first.said()).isEqualTo("Hello");
    assertThat(whole.header("x-lab-cache")).isEqualTo("HIT");
    assertThat(whole.said()).isEqualTo("Hello");
    assertThat(whole.body()).contains("\"reasoning_content\":\"hm\"", "\"total_tokens\":10");
  }

  @Test
  void aKeptWholeAnswerIsAStreamForThoseWhoWantOne() throws Exception {
    // Given
    Question question = new Question("m");
    Answer first = question.ask("");

    // When
    Answer streamed = question.ask(",\"stream\":true");

    // Then
    assertThat(streamed.header("x-lab-cache")).isEqualTo("HIT");
    assertThat(streamed.said()).isEqualTo(first.said());
    assertThat(streamed.events().getLast()).isEqualTo("data: [DONE]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":\"c\",\"choices\":[{\"index\":0,\"message\":{\"content\":\"Hel\"},\"finish_reason\":null}]}",
        "{\"id\":\"c\",\"choices\":[]}"
      })
  void anAnswerWithoutItsEndIsNotKept(String body) throws Exception {
    // Given
    Question question = new Question("m");
    var unused = lab.script("good", Reply.json(200, body));
    Answer first = question.ask("");

    // When
    Answer second = question.ask("");

    // Then
    assertThat(first.status()).isEqualTo(200);
    assertThat(second.header("x-lab-cache")).isEqualTo("MISS");
  }

  @Test
  void aFailureIsNotKept() throws Exception {
    // Given
    Question question = new Question("m");
    var unused = lab.script("good", Refusals.openAiServerError());
    Answer failed = question.ask("");

    // When
    Answer second = question.ask("");

    // Then
    assertThat(failed.status()).isGreaterThanOrEqualTo(500);
    assertThat(second.status()).isEqualTo(200);
    assertThat(second.header("x-lab-cache")).isEqualTo("MISS");
  }

  @Test
  void aStreamThatBreaksOffIsNotKept() throws Exception {
    // Given
    Question question = new Question("m");
    var unused = lab.script("good", events(STREAM.subList(0, 4)));
    Answer broken = question.ask(",\"stream\":true");

    // When
    Answer second = question.ask("");

    // Then
    assertThat(broken.errorInside()).isNotNull();
    assertThat(second.header("x-lab-cache")).isEqualTo("MISS");
  }

  @Test
  void anAnswerBeyondTheLargestEntryIsPassedOnAndNotKept() throws Exception {
    // Given
    Question question = new Question("m");
    String large = "word ".repeat(20_000);
    var unused = lab.script("good", Answers.chat(Flavour.OPENAI, "m", Said.words(large)));
    Answer first = question.ask("");

    // When
    Answer second = question.ask("");

    // Then
    assertThat(first.said()).isEqualTo(large);
    assertThat(second.header("x-lab-cache")).isEqualTo("MISS");
  }

  @Test
  void theAnswerOfAnotherModelThanTheFirstIsMarked() throws Exception {
    // Given
    Question question = new Question("pair");
    Answer first = question.ask("");

    // When
    Answer again = question.ask("");

    // Then
    assertThat(first.header("x-lab-model")).isEqualTo("other");
    assertThat(again.headers())
        .containsEntry("x-lab-cache", "HIT")
        .containsEntry("x-lab-cache-fallback", "true")
        .containsEntry("x-lab-model", "other");
  }

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
    Question question = new Question("m");
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
    Question question = new Question("m");
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
    Question question = new Question("m");

    // When
    Answer unused = question.ask(",\"cache\":{\"ttl\":60}");

    // Then
    assertThat(lab.provider("good").requests().getLast().text()).doesNotContain("cache");
  }

  @Test
  void aNameThatIsSwitchedOffIsNeverKept() throws Exception {
    // Given
    Question question = new Question("never");
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
    Question question = new Question("m");
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
    Question question = new Question("m");
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
    Question question = new Question("m");
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
    assertThat(get("/cache/ping").json().getString("status")).isEqualTo("healthy");
    assertThat(get("/metrics").body()).contains("gateway_cache_requests_total{outcome=\"hit\"}");
  }

  private Answer post(String path, String body) throws Exception {
    try (Client client = lab.client()) {
      return client.post(path, body).answer();
    }
  }

  private Answer get(String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + lab.port() + path)).build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      return new Answer(response.statusCode(), Map.of(), response.body());
    }
  }
}
