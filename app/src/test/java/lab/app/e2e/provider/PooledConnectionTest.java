package lab.app.e2e.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import lab.contract.AttemptOutcome.Ending;
import lab.contract.CallFinished;
import lab.contract.FailureKind;
import lab.testkit.script.Reply;
import lab.testkit.script.ScriptedProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections to providers are used again, and one that died of its age is nobody's fault. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PooledConnectionTest {
  private Lab lab;
  private ScriptedProvider first;

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    lab = Lab.start(folder, WireLab.files());
    first = lab.provider("vllm-first");
  }

  @AfterEach
  void close() throws Exception {
    lab.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aConnectionIsUsedAgainAfterACompleteAnswer(boolean streamed) throws Exception {
    // Given
    first.then(complete(streamed, "one"), complete(streamed, "two"));

    // When: one client connection, so that both are served on one event loop
    try (Client client = lab.client()) {
      assertThat(ask(client, "alone", streamed).said()).isEqualTo("one");
      assertThat(ask(client, "alone", streamed).said()).isEqualTo("two");
    }

    // Then
    assertThat(first.connections()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void oneThatIsClosedAtItsReuseIsReplacedUnseen(boolean streamed) throws Exception {
    // Given
    first.then(complete(streamed, "one").closingOnReuse(), complete(streamed, "two"));
    try (Client client = lab.client()) {
      assertThat(ask(client, "pair", streamed).said()).isEqualTo("one");

      // When
      Answer answer = ask(client, "pair", streamed);

      // Then: it was sent twice, and is one attempt that went well
      assertThat(answer.said()).isEqualTo("two");
      assertThat(answer.header("x-lab-attempts")).isEqualTo("vllm-first:ok");
      assertThat(first.requests()).hasSize(3);
      assertThat(first.connections()).isEqualTo(2);
      CallFinished call = lab.finished(answer);
      assertThat(call.attempts()).isEqualTo(1);
      assertThat(lab.attempts(call.call()))
          .extracting(one -> one.ending())
          .containsExactly(new Ending.Succeeded());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void itIsReplacedOnceAndNotTwice(boolean streamed) throws Exception {
    // Given
    first.then(complete(streamed, "one").closingOnReuse(), Reply.hangUp());
    lab.provider("vllm-second").then(Wire.VLLM.answer(streamed, "two"));
    try (Client client = lab.client()) {
      assertThat(ask(client, "pair", streamed).said()).isEqualTo("one");

      // When
      Answer answer = ask(client, "pair", streamed);

      // Then
      assertThat(answer.said()).isEqualTo("two");
      assertThat(answer.header("x-lab-attempts")).isEqualTo("vllm-first:SERVER, vllm-second:ok");
      assertThat(first.requests()).hasSize(3);
      assertThat(lab.finished(answer).attempts()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void oneThatDiesOverTheWorkIsAFailure(Death death) throws Exception {
    // Given
    first.then(Wire.VLLM.whole("one"), death.reply(), Wire.VLLM.whole("never"));
    lab.provider("vllm-second").then(Wire.VLLM.whole("two"));
    try (Client client = lab.client()) {
      assertThat(ask(client, "pair", false).said()).isEqualTo("one");

      // When
      Answer answer = ask(client, "pair", false);

      // Then: the prompt is not sent to it again
      assertThat(answer.said()).isEqualTo("two");
      assertThat(first.requests()).hasSize(2);
      assertThat(lab.attempts(lab.finished(answer).call()))
          .extracting(one -> one.ending())
          .containsExactly(new Ending.Failed(FailureKind.SERVER, null), new Ending.Succeeded());
    }
  }

  /** How a connection dies that was in good order when it was used again. */
  enum Death {
    AFTER_LONGER_THAN_A_ROUND_TRIP,
    WITH_SOMETHING_THAT_IS_NO_ANSWER;

    private Reply reply() {
      return switch (this) {
        case AFTER_LONGER_THAN_A_ROUND_TRIP ->
            Reply.bare().pause(Duration.ofMillis(1_100)).thenClose();
        case WITH_SOMETHING_THAT_IS_NO_ANSWER -> Reply.bare().raw("nonsense\r\n\r\n").thenClose();
      };
    }
  }

  /**
   * An answer whose end comes with its last piece. A stream's client is done at the end mark; were
   * the end still on its way, the connection would rightly not be free for what it asks next.
   */
  private static Reply complete(boolean streamed, String text) {
    return Wire.VLLM.answer(streamed, text).endedInOneWrite();
  }

  private static Answer ask(Client client, String model, boolean streamed) throws Exception {
    return client.chat(Lab.body("vllm-" + model, streamed)).answer();
  }
}
