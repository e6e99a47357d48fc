package lab.app.e2e.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import lab.testkit.script.Received;
import lab.testkit.script.Reply;
import lab.testkit.wire.Said;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients who ask every model for thoughts, and providers whose model has none. */
class UnaskedThoughtsTest extends WithLab {
  private static final String HI = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";

  @Override
  Map<String, String> files() {
    return Map.of(
        "providers.yaml",
        """
        health_checks: {enabled: false}
        providers:
          ollama: {type: ollama, base_url: "@ollama", models: [m]}
          other: {type: openai_compatible, base_url: "@other", models: [o]}
        """,
        "gateway.yaml",
        "litellm_settings: {num_retries: 0}\n");
  }

  private void thinksNot(boolean streamed) {
    lab.provider("ollama")
        .then(Reply.json(400, "{\"error\":\"\\\"m\\\" does not support thinking\"}"))
        .then(DialectPairs.reply(Wire.OLLAMA, streamed, Said.words("Yes")));
  }

  private List<JsonObject> asked(int before) {
    return asked("ollama", before);
  }

  private List<JsonObject> asked(String provider, int before) {
    List<Received> all = lab.provider(provider).requests();
    return all.subList(before, all.size()).stream().map(one -> new JsonObject(one.text())).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/v1/messages | \"max_tokens\":9000,\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":4000},",
        "/v1/messages | \"max_tokens\":9000,\"stream\":true,\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":4000},",
        "/v1/chat/completions | \"reasoning_effort\":\"high\",",
        "/v1/chat/completions | \"stream\":true,\"reasoning_effort\":\"high\","
      })
  void whoCanNotThinkIsAskedAgainWithoutIt(String path, String members) throws Exception {
    // Given
    int before = lab.provider("ollama").requests().size();
    thinksNot(members.contains("stream"));

    // When
    Answer answer = post(path, "{\"model\":\"m\"," + members + HI + "}");

    // Then
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).contains("Yes");
    assertThat(answer.header("x-lab-dropped")).contains("think");
    assertThat(answer.header("x-lab-attempts")).isEqualTo("ollama:BAD_REQUEST, ollama:ok");
    List<JsonObject> asked = asked(before);
    assertThat(asked).hasSize(2);
    assertThat(asked.getFirst().getValue("think")).isNotNull();
    asked.getFirst().remove("think");
    assertThat(asked.getLast()).isEqualTo(asked.getFirst());
  }

  @Test
  void ollamasOwnClientIsToldAsItWouldBeByOllama() throws Exception {
    // Given
    int before = lab.provider("ollama").requests().size();
    lab.provider("ollama")
        .then(Reply.json(400, "{\"error\":\"\\\"m\\\" does not support thinking\"}"));

    // When
    Answer answer = post("/api/chat", "{\"model\":\"m\",\"think\":true," + HI + "}");

    // Then
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().getString("error")).contains("does not support thinking");
    assertThat(asked(before)).hasSize(1);
  }

  @Test
  void aSecondRefusalIsTold() throws Exception {
    // Given
    Reply refusal = Reply.json(400, "{\"error\":\"\\\"m\\\" does not support thinking\"}");
    lab.provider("ollama").then(refusal).then(refusal);

    // When
    Answer answer = post("/v1/chat/completions", "{\"model\":\"m\",\"think\":true," + HI + "}");

    // Then
    assertThat(answer.status()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"message\":\"Unrecognized request argument supplied: reasoning_effort\",\"param\":null,\"code\":null} | top_k",
        "{\"message\":\"Unrecognized request arguments supplied: reasoning_effort, top_k\"} | ",
        "{\"message\":\"no\",\"param\":\"top_k\",\"code\":\"unsupported_parameter\"} | reasoning_effort"
      })
  void whatOpenAiRefusesOfAModelIsLeftOut(String error, String left) throws Exception {
    // Given
    int before = lab.provider("other").requests().size();
    lab.provider("other")
        .then(Reply.json(400, "{\"error\":" + error + "}"))
        .then(DialectPairs.reply(Wire.VLLM, false, Said.words("Yes")));

    // When
    Answer answer =
        post(
            "/v1/messages",
            "{\"model\":\"o\",\"max_tokens\":9000,\"top_k\":3,"
                + "\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":4000},"
                + HI
                + "}");

    // Then
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    JsonObject last = asked("other", before).getLast();
    assertThat(last.fieldNames())
        .contains("model", "messages", "max_tokens")
        .doesNotContainAnyElementsOf(
            Stream.of("reasoning_effort", "top_k").filter(field -> !field.equals(left)).toList());
    assertThat(left == null || last.containsKey(left)).isTrue();
  }

  @Test
  void whatOpenAisOwnClientSaysIsItsOwnMatter() throws Exception {
    // Given
    int before = lab.provider("other").requests().size();
    lab.provider("other")
        .then(
            Reply.json(
                400,
                "{\"error\":{\"message\":\"Unrecognized request argument supplied: top_k\"}}"));

    // When
    Answer answer = post("/v1/chat/completions", "{\"model\":\"o\",\"top_k\":3," + HI + "}");

    // Then
    assertThat(answer.status()).isEqualTo(400);
    assertThat(asked("other", before)).hasSize(1);
  }
}
