package lab.app.e2e.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import lab.contract.AttemptOutcome.Ending;
import lab.contract.CallFinished;
import lab.contract.FailureKind;
import lab.testkit.script.Reply;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Ways to fail after content: nobody takes over, the client is told inside its stream, and the
 * stream ends as HTTP wants it.
 */
class FaultsInsideStreamTest extends WithLab {
  @Override
  Map<String, String> files() {
    return WireLab.files();
  }

  @ParameterizedTest
  @EnumSource
  void aDeathAfterContentIsTold(Wire wire) throws Exception {
    script(wire, wire.stream(wire.opening(), wire.says("Hel")).thenClose());
    isToldInside(wire, "pair", 502, FailureKind.SERVER);
  }

  @ParameterizedTest
  @EnumSource
  void aResetAfterContentIsTold(Wire wire) throws Exception {
    script(wire, wire.stream(wire.opening(), wire.says("Hel")).thenReset());
    isToldInside(wire, "pair", 502, FailureKind.SERVER);
  }

  @ParameterizedTest
  @EnumSource
  void aDeathInsideAnEventIsToldAndTheHalfEventIsNotPassedOn(Wire wire) throws Exception {
    String half = wire.says("lo there").substring(0, wire.says("lo there").length() - 20);
    script(wire, wire.stream(wire.opening(), wire.says("Hel"), half).thenClose());
    isToldInside(wire, "pair", 502, FailureKind.SERVER);
  }

  @ParameterizedTest
  @EnumSource
  void anOrderlyEndWithoutAnyEndMarkIsNoEnd(Wire wire) throws Exception {
    script(wire, wire.stream(wire.opening(), wire.says("Hel")));
    isToldInside(wire, "pair", 502, FailureKind.SERVER);
  }

  @ParameterizedTest
  @EnumSource
  void anErrorEventAfterContentIsTold(Wire wire) throws Exception {
    script(wire, wire.stream(wire.opening(), wire.says("Hel"), wire.error("out of memory")));
    isToldInside(wire, "pair", 502, FailureKind.SERVER);
  }

  @ParameterizedTest
  @EnumSource
  void whatIsNotItsFormatAfterContentIsTold(Wire wire) throws Exception {
    String garbage = wire.openAi() ? "data: {\"choices\":[}\n\n" : "{\"message\":[}\n";
    script(wire, wire.stream(wire.opening(), wire.says("Hel"), garbage));
    isToldInside(wire, "pair", 502, FailureKind.SERVER);
  }

  @ParameterizedTest
  @EnumSource(names = {"VLLM", "LLAMA_CPP"})
  void anEndMarkWithoutAFinishReasonIsNoEnd(Wire wire) throws Exception {
    script(wire, wire.stream(wire.opening(), wire.says("Hel"), "data: [DONE]\n\n"));
    isToldInside(wire, "pair", 502, FailureKind.SERVER);
  }

  @ParameterizedTest
  @EnumSource
  void silenceAfterContentIsToldWhenItsTimeIsOver(Wire wire) throws Exception {
    script(wire, wire.stream(wire.opening(), wire.says("Hel")).thenHang());
    isToldInside(wire, "drowsy", 504, FailureKind.TIMEOUT);
  }

  @ParameterizedTest
  @EnumSource
  void commentsAfterContentAreNoProgress(Wire wire) throws Exception {
    script(
        wire,
        wire.stream(wire.opening(), wire.says("Hel"))
            .dripped(wire.comment().repeat(60), Duration.ofMillis(10))
            .thenHang());
    isToldInside(wire, "drowsy", 504, FailureKind.TIMEOUT);
  }

  @ParameterizedTest
  @EnumSource
  void brokenChunksAfterContentAreTold(Wire wire) throws Exception {
    script(wire, wire.stream(wire.opening(), wire.says("Hel")).raw("zz\r\nnot a chunk").thenHang());
    isToldInside(wire, "pair", 502, FailureKind.SERVER);
  }

  @ParameterizedTest
  @EnumSource
  void anEventThatIsTooLongIsToldAndNothingOfItIsPassedOn(Wire wire) throws Exception {
    String tooLong = wire.says("x".repeat(16 * 1024 * 1024));
    script(wire, wire.stream(wire.opening(), wire.says("Hel"), tooLong, wire.ending()));
    isToldInside(wire, "pair", 502, FailureKind.SERVER);
  }

  @ParameterizedTest
  @EnumSource
  void compressedBytesThatCanNotBeUnpackedAfterContentAreTold(Wire wire) throws Exception {
    Reply compressed = wire.stream(wire.opening(), wire.says("Hel")).gzipped();
    script(wire, compressed.raw("8\r\nnonsense\r\n").thenHang());
    isToldInside(wire, "pair", 502, FailureKind.SERVER);
  }

  private void script(Wire wire, Reply reply) {
    lab.provider(wire.type() + "-first").then(reply);
  }

  private void isToldInside(Wire wire, String model, int status, FailureKind kind)
      throws Exception {
    // Given
    int others = lab.provider(wire.type() + "-second").requests().size();

    // When
    Answer answer = lab.chat(wire.type() + "-" + model, true);

    // Then: the reader of the answer has seen its chunked body end in order
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("transfer-encoding")).isEqualTo("chunked");
    assertThat(answer.said()).isEqualTo("Hel");
    JsonObject error = answer.errorInside();
    assertThat(error.getString("code")).isEqualTo(status == 504 ? "timeout" : "upstream_error");
    assertThat(error.getString("type")).isEqualTo("server_error");
    assertThat(error.getString("message")).contains("tried " + wire.type() + "-first:" + kind);
    assertThat(error.containsKey("param")).isTrue();
    assertThat(answer.body()).doesNotContain("\"finish_reason\":\"stop\"");
    // And nobody took over
    assertThat(lab.provider(wire.type() + "-second").requests()).hasSize(others);
    // And it was told as it was
    CallFinished call = lab.finished(answer);
    assertThat(call.status()).isEqualTo(200);
    assertThat(call.failure()).isEqualTo(kind);
    assertThat(call.servedBy()).isNotNull();
    assertThat(lab.attempts(call.call()))
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.ending()).isEqualTo(new Ending.Failed(kind, null));
              assertThat(one.toFirstContent()).isNotNull();
            });
  }
}
