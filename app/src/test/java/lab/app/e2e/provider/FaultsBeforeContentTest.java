package lab.app.e2e.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import lab.contract.FailureKind;
import lab.testkit.answers.Refusals;
import lab.testkit.script.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Ways to fail before any content: the next candidate takes over, and the client never knows. */
class FaultsBeforeContentTest extends WithLab {
  @Override
  Map<String, String> files() {
    return WireLab.files();
  }

  static Stream<Arguments> everyCall() {
    return Stream.of(Wire.values())
        .flatMap(wire -> Stream.of(Arguments.of(wire, true), Arguments.of(wire, false)));
  }

  @ParameterizedTest
  @MethodSource("everyCall")
  void aServerErrorBeforeTheBodyMovesOn(Wire wire, boolean streamed) throws Exception {
    script(wire, wire.serverError());
    movesOnUnseen(wire, "pair", streamed, FailureKind.SERVER);
  }

  @ParameterizedTest
  @MethodSource("everyCall")
  void aConnectionThatIsClosedWithoutAWordMovesOn(Wire wire, boolean streamed) throws Exception {
    // Given: every time, for where the connection was a used one, it may just have died of old age
    lab.provider(wire.type() + "-first").otherwise(Reply.hangUp());
    movesOnUnseen(wire, "pair", streamed, FailureKind.SERVER);
  }

  @ParameterizedTest
  @MethodSource("everyCall")
  void aConnectionThatIsResetWithoutAWordMovesOn(Wire wire, boolean streamed) throws Exception {
    lab.provider(wire.type() + "-first").otherwise(Reply.bare().thenReset());
    movesOnUnseen(wire, "pair", streamed, FailureKind.SERVER);
  }

  @ParameterizedTest
  @MethodSource("everyCall")
  void silenceAfterTheRequestMovesOnWhenItsTimeIsOver(Wire wire, boolean streamed)
      throws Exception {
    script(wire, Reply.silence());
    movesOnUnseen(wire, "hasty", streamed, FailureKind.TIMEOUT);
  }

  @ParameterizedTest
  @MethodSource("everyCall")
  void aRateLimitMovesOnWithoutWaitingForItsEnd(Wire wire, boolean streamed) throws Exception {
    script(wire, Refusals.openAiRate(Duration.ofSeconds(30)));
    movesOnUnseen(wire, "pair", streamed, FailureKind.RATE);
  }

  @ParameterizedTest
  @MethodSource("everyCall")
  void aModelThatIsStillLoadingMovesOn(Wire wire, boolean streamed) throws Exception {
    script(wire, Refusals.llamaCppLoading());
    movesOnUnseen(wire, "pair", streamed, FailureKind.LOADING);
  }

  @ParameterizedTest
  @MethodSource("everyCall")
  void a200ThatClosesBeforeItsBodyMovesOn(Wire wire, boolean streamed) throws Exception {
    script(wire, wire.stream().thenClose());
    movesOnUnseen(wire, "pair", streamed, FailureKind.SERVER);
  }

  @ParameterizedTest
  @MethodSource("everyCall")
  void a200WithAnEmptyBodyMovesOn(Wire wire, boolean streamed) throws Exception {
    script(wire, Reply.ok().header("content-type", "application/json").sized());
    movesOnUnseen(wire, "pair", streamed, FailureKind.SERVER);
  }

  @ParameterizedTest
  @MethodSource("everyCall")
  void a200WhoseBodyIsAnErrorMovesOn(Wire wire, boolean streamed) throws Exception {
    script(wire, Refusals.openRouterErrorInside200());
    movesOnUnseen(wire, "pair", streamed, FailureKind.OVERLOAD);
  }

  @ParameterizedTest
  @MethodSource("everyCall")
  void aPageOfAProxyInBetweenMovesOn(Wire wire, boolean streamed) throws Exception {
    script(wire, Reply.ok().header("content-type", "text/html").sized().body("<html>hi</html>"));
    movesOnUnseen(wire, "pair", streamed, FailureKind.SERVER);
  }

  @ParameterizedTest
  @MethodSource("everyCall")
  void aHeadThatIsNotHttpMovesOn(Wire wire, boolean streamed) throws Exception {
    script(wire, Reply.bare().raw("SSH-2.0-OpenSSH_9.9\r\n\r\n").thenHang());
    movesOnUnseen(wire, "pair", streamed, FailureKind.SERVER);
  }

  @ParameterizedTest
  @MethodSource("everyCall")
  void aRedirectIsNotFollowedAndMovesOn(Wire wire, boolean streamed) throws Exception {
    // Given: it leads to where a good answer would be
    int before = lab.provider(wire.type() + "-first").requests().size();
    script(wire, Reply.redirect(307, lab.provider(wire.type() + "-first").address() + "/else"));

    // When, Then
    movesOnUnseen(wire, "pair", streamed, FailureKind.SERVER);
    assertThat(lab.provider(wire.type() + "-first").requests()).hasSize(before + 1);
  }

  @Test
  void anErrorWhoseBodyNeverComesMovesOnByItsStatusSoon() throws Exception {
    script(
        Wire.VLLM,
        Reply.status(500).header("content-type", "application/json").body("{").thenHang());
    script(Wire.OLLAMA, Reply.status(429).header("content-type", "text/plain").thenHang());
    movesOnUnseen(Wire.VLLM, "pair", true, FailureKind.SERVER);
    movesOnUnseen(Wire.OLLAMA, "pair", false, FailureKind.RATE);
  }

  @ParameterizedTest
  @EnumSource
  void aFirstFrameThatIsAnErrorMovesOn(Wire wire) throws Exception {
    script(wire, wire.stream(wire.error("the engine is gone")));
    movesOnUnseen(wire, "pair", true, FailureKind.SERVER);
  }

  @ParameterizedTest
  @EnumSource
  void aRoleChunkThenSilenceMovesOn(Wire wire) throws Exception {
    script(wire, wire.stream(wire.opening()).thenHang());
    movesOnUnseen(wire, "hasty", true, FailureKind.TIMEOUT);
  }

  @ParameterizedTest
  @EnumSource
  void aRoleChunkThenTheEndMovesOn(Wire wire) throws Exception {
    script(wire, wire.stream(wire.opening()));
    movesOnUnseen(wire, "pair", true, FailureKind.SERVER);
  }

  @ParameterizedTest
  @EnumSource
  void aRoleChunkThenAnErrorMovesOn(Wire wire) throws Exception {
    script(wire, wire.stream(wire.opening(), wire.error("out of memory")));
    movesOnUnseen(wire, "pair", true, FailureKind.SERVER);
  }

  @ParameterizedTest
  @EnumSource
  void commentsAndNothingElseMoveOnWhenTheTimeIsOver(Wire wire) throws Exception {
    script(
        wire,
        wire.stream(wire.comment())
            .dripped(wire.comment().repeat(40), Duration.ofMillis(10))
            .thenHang());
    movesOnUnseen(wire, "hasty", true, FailureKind.TIMEOUT);
  }

  @ParameterizedTest
  @EnumSource(names = {"VLLM", "LLAMA_CPP"})
  void aMegabyteOfRoleChunksIsNoAnswer(Wire wire) throws Exception {
    script(wire, wire.stream().flood(wire.opening().repeat(50)));
    movesOnUnseen(wire, "pair", true, FailureKind.SERVER);
  }

  private void script(Wire wire, Reply reply) {
    lab.provider(wire.type() + "-first").then(reply);
  }

  /** The first candidate fails as scripted; the second answers, and only the headers tell. */
  private void movesOnUnseen(Wire wire, String model, boolean streamed, FailureKind kind)
      throws Exception {
    // Given
    lab.provider(wire.type() + "-second").then(wire.answer(streamed, "Hello"));

    // When
    Answer answer = lab.chat(wire.type() + "-" + model, streamed);

    // Then
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.said()).isEqualTo("Hello");
    assertThat(answer.header("x-lab-provider")).isEqualTo(wire.type() + "-second");
    assertThat(answer.header("x-lab-attempts"))
        .isEqualTo(wire.type() + "-first:" + kind + ", " + wire.type() + "-second:ok");
    if (streamed) {
      assertThat(answer.body()).endsWith("data: [DONE]\n\n").doesNotContain("error");
    }
  }
}
