package lab.app.e2e.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import lab.contract.CallFinished;
import lab.contract.Usage;
import lab.testkit.answers.ChatStream;
import lab.testkit.script.Reply;
import lab.testkit.wire.Flavour;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What reaches the client: the provider's own bytes but for the model's name, and its counts. */
class AnswerPassThroughTest extends WithLab {
  @Override
  Map<String, String> files() {
    return WireLab.files();
  }

  @Test
  void everyByteOfAWholeAnswerReachesTheClientButForTheModel() throws Exception {
    // Given
    String answer =
        " {\"x\" : [1.50, {\"y\":\"\\u00e9\\/\"}],\"id\":\"i\",\"object\":\"chat.completion\","
            + "\"created\":1,\"model\":\"m\" ,\"choices\":[{\"index\":0,\"z\":null,\"message\":"
            + "{\"role\":\"assistant\",\"content\":\"Grüße 🌍\",\"new\":1}, \"finish_reason\":"
            + "\"stop\"}],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":4,\"cost\":0.1}}\n";
    lab.provider("vllm-first").then(Reply.json(200, answer));

    // When
    Answer got = lab.chat("vllm-alone", false);

    // Then
    assertThat(got.body()).isEqualTo(answer.replace("\"m\" ", "\"vllm-alone\" "));
    assertThat(lab.finished(got).usage()).isEqualTo(new Usage(7, 4));
  }

  @Test
  void everyByteOfAStreamReachesTheClientButForTheModel() throws Exception {
    // Given
    String chunk =
        "data: {\"x\" : [1.50],\"id\":\"i\",\"object\":\"chat.completion.chunk\",\"created\":1,"
            + "\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Grüße 🌍\","
            + "\"new\":{}},\"finish_reason\":null,\"stop_reason\":7}]}\n\n";
    String last = chunk.replace("\"finish_reason\":null", "\"finish_reason\":\"stop\"");
    String stream = chunk + last + "data: [DONE]\n\n";
    lab.provider("vllm-first").then(Wire.VLLM.stream(stream));

    // When
    Answer got = lab.chat("vllm-alone", true);

    // Then
    assertThat(got.body()).isEqualTo(stream.replace("\"m\"", "\"vllm-alone\""));
  }

  @ParameterizedTest
  @EnumSource
  void theClientSeesTheNameItAskedForWhoeverServed(Wire wire) throws Exception {
    // Given
    lab.provider(wire.type() + "-first").then(wire.good("a"), wire.whole("b"));

    // When
    Answer streamed = lab.chat(wire.type() + "-alone", true);
    Answer whole = lab.chat(wire.type() + "-alone", false);

    // Then
    assertThat(streamed.chunks())
        .isNotEmpty()
        .allMatch(chunk -> chunk.getString("model").equals(wire.type() + "-alone"));
    assertThat(whole.json().getString("model")).isEqualTo(wire.type() + "-alone");
    assertThat(whole.header("x-lab-model")).isEqualTo("m");
  }

  @ParameterizedTest
  @EnumSource
  void theUsageOfAStreamIsWithheldUnlessItWasAskedForAndKnownAnyway(Wire wire) throws Exception {
    // Given
    lab.provider(wire.type() + "-first").then(wire.good("Hello"), wire.good("Hello"));
    String asking =
        Lab.body(wire.type() + "-alone", true)
            .replaceFirst("\\{", "{\"stream_options\":{\"include_usage\":true},");

    // When
    Answer unasked = lab.chat(wire.type() + "-alone", true);
    Answer asked = lab.ask(asking);

    // Then
    assertThat(unasked.chunks()).noneMatch(chunk -> chunk.getValue("usage") != null);
    assertThat(asked.chunks())
        .filteredOn(chunk -> chunk.getValue("usage") != null)
        .singleElement()
        .satisfies(chunk -> assertThat(chunk.getJsonArray("choices")).isEmpty());
    JsonObject usage = asked.chunks().getLast().getJsonObject("usage");
    assertThat(usage.getInteger("prompt_tokens")).isEqualTo(3);
    assertThat(usage.getInteger("completion_tokens")).isEqualTo(2);
    for (Answer answer : new Answer[] {unasked, asked}) {
      CallFinished call = lab.finished(answer);
      assertThat(call.usage()).isEqualTo(new Usage(3, 2));
      assertThat(lab.attempts(call.call()).getFirst().usage()).isEqualTo(new Usage(3, 2));
    }
  }

  @Test
  void theUsageOfAStreamThatBrokeOffIsWhatWasCountedUntilThen() throws Exception {
    // Given
    lab.provider("vllm-first")
        .then(
            ChatStream.of(Flavour.VLLM, "m")
                .saysCounted("Hel", 9, 1)
                .saysCounted("lo", 9, 2)
                .reply()
                .thenClose());

    // When
    Answer answer = lab.chat("vllm-alone", true);

    // Then
    assertThat(answer.errorInside()).isNotNull();
    assertThat(lab.finished(answer).usage()).isEqualTo(new Usage(9, 2));
  }

  @Test
  void theUsageOfAStreamWhoseClientLeftIsWhatWasCountedUntilThen() throws Exception {
    // Given
    lab.provider("vllm-first")
        .then(ChatStream.of(Flavour.VLLM, "m").saysCounted("Hel", 9, 1).reply().thenHang());

    // When
    try (Client client = lab.client()) {
      client.chat(Lab.body("vllm-alone", true), "x-litellm-call-id: left-counted").head();
      assertThat(client.event()).contains("Hel");
    }

    // Then
    CallFinished call = lab.finished("left-counted");
    assertThat(call.status()).isEqualTo(499);
    assertThat(call.usage()).isEqualTo(new Usage(9, 1));
    assertThat(call.toFirstContent()).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theHeadersOfAProviderAreItsOwnBusiness(boolean streamed) throws Exception {
    // Given
    lab.provider("vllm-first")
        .then(
            Wire.VLLM
                .answer(streamed, "Hello")
                .header("set-cookie", "a=b")
                .header("x-request-id", "r")
                .header("server", "uvicorn")
                .header("keep-alive", "timeout=5"));

    // When
    Answer answer = lab.chat("vllm-alone", streamed);

    // Then
    assertThat(answer.headers()).doesNotContainKeys("set-cookie", "server", "keep-alive");
    assertThat(answer.headers().toString()).doesNotContain("uvicorn");
    if (streamed) {
      assertThat(answer.header("cache-control")).isEqualTo("no-cache, no-transform");
      assertThat(answer.header("x-accel-buffering")).isEqualTo("no");
    }
  }
}
