package lab.app.e2e.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import lab.contract.AttemptOutcome.Ending;
import lab.contract.CallFinished;
import lab.contract.FailureKind;
import lab.testkit.script.Gate;
import lab.testkit.script.Reply;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a client sees before the first content: nothing of a provider, whoever it was. */
class FirstContentTest extends WithLab {
  @Override
  Map<String, String> files() {
    return WireLab.files();
  }

  @ParameterizedTest
  @EnumSource
  void nothingOfAProviderReachesTheClientBeforeItsFirstContent(Wire wire) throws Exception {
    // Given
    Gate gate = new Gate();
    script(
        wire,
        wire.stream(wire.comment(), wire.opening(), wire.comment())
            .at(gate)
            .body(wire.says("Hello"))
            .body(wire.ending()));
    try (Client client = lab.client()) {
      // When
      client.chat(Lab.body(wire.type() + "-alone", true));
      var unused = gate.reached().await(5, java.util.concurrent.TimeUnit.SECONDS);

      // Then: not even a status
      assertThat(client.hearsNothingFor(Duration.ofMillis(100))).isTrue();
      gate.open();
      Answer answer = client.answer();
      assertThat(answer.said()).isEqualTo("Hello");
      assertThat(answer.body()).contains("\"role\":\"assistant\"");
    }
  }

  @ParameterizedTest
  @EnumSource
  void ofAStreamThatWasGivenUpNothingIsLeft(Wire wire) throws Exception {
    // Given
    String opening = wire.opening().replace("testkit-1", "given-up").replace("assistant", "nobody");
    script(wire, wire.stream(opening, opening, opening, wire.error("out of memory")));
    lab.provider(wire.type() + "-second").then(wire.good("Hello"));

    // When
    Answer answer = lab.chat(wire.type() + "-pair", true);

    // Then
    assertThat(answer.said()).isEqualTo("Hello");
    assertThat(answer.body()).doesNotContain("given-up").doesNotContain("nobody");
    assertThat(answer.chunks())
        .filteredOn(chunk -> chunk.encode().contains("\"role\":\"assistant\""))
        .hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void theHeadersNameTheOneWhoServed(Wire wire) throws Exception {
    // Given
    script(wire, wire.serverError());
    lab.provider(wire.type() + "-second").then(wire.good("Hello"));

    // When
    Answer answer = lab.chat(wire.type() + "-pair", true, "x-litellm-call-id: named-" + wire);

    // Then
    assertThat(answer.header("x-lab-provider")).isEqualTo(wire.type() + "-second");
    assertThat(answer.header("x-lab-model")).isEqualTo("m");
    assertThat(answer.header("x-lab-strategy")).isEqualTo("exact");
    assertThat(answer.header("x-lab-attempts"))
        .isEqualTo(wire.type() + "-first:SERVER, " + wire.type() + "-second:ok");
    assertThat(answer.header("x-litellm-call-id")).isEqualTo("named-" + wire);
    CallFinished call = lab.finished(answer);
    assertThat(call.servedBy())
        .extracting(served -> served.provider().value())
        .isEqualTo(wire.type() + "-second");
    assertThat(call.toFirstContent()).isBetween(Duration.ZERO, call.took());
  }

  /** What counts as content. */
  enum Content {
    REASONING("\"reasoning_content\":\"hm\""),
    A_REFUSAL("\"refusal\":\"no\""),
    A_TOOL_CALL(
        "\"tool_calls\":[{\"index\":0,\"id\":\"c\",\"type\":\"function\",\"function\":"
            + "{\"name\":\"f\",\"arguments\":\"\"}}]"),
    WORDS("\"content\":\"hm\"");

    private final String delta;

    Content(String delta) {
      this.delta = delta;
    }
  }

  @ParameterizedTest
  @EnumSource
  void afterContentOfAnyKindNobodyTakesOver(Content content) throws Exception {
    // Given
    int others = lab.provider("vllm-second").requests().size();
    String chunk =
        "data: {\"id\":\"1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\","
            + "\"choices\":[{\"index\":0,\"delta\":{"
            + content.delta
            + "},\"finish_reason\":null}]}\n\n";
    script(Wire.VLLM, Wire.VLLM.stream(chunk).thenClose());

    // When
    Answer answer = lab.chat("vllm-pair", true);

    // Then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).contains(content.delta);
    assertThat(answer.errorInside().getString("code")).isEqualTo("upstream_error");
    assertThat(lab.provider("vllm-second").requests()).hasSize(others);
    assertThat(lab.attempts(lab.finished(answer).call()))
        .extracting(one -> one.ending())
        .isEqualTo(List.of(new Ending.Failed(FailureKind.SERVER, null)));
  }

  private void script(Wire wire, Reply reply) {
    lab.provider(wire.type() + "-first").then(reply);
  }
}
