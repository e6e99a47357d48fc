package lab.dialect.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import lab.contract.FailureKind;
import lab.contract.Usage;
import lab.dialect.Crossing;
import lab.dialect.WholeAnswer;
import org.junit.jupiter.api.Test;

/** Answers of Anthropic's own servers to its own clients. */
class AnthropicOwnAnswersTest {
  private static final AnthropicDialect ANTHROPIC = new AnthropicDialect();

  @Test
  void anthropicsOwnStreamPassesByteForByteUnderTheNameThatTheClientUsed() {
    for (String body : List.of(Wire.TEXT, Wire.THOUGHT, Wire.TOOLS)) {
      // When
      Crossing got = Crossing.of(ANTHROPIC, Wire.CALL, body.replace("\"up\"", "\"shown\""));
      Crossing renamed = Crossing.of(ANTHROPIC, Wire.CALL, body);
      // Then
      assertThat(got.out()).isEqualTo(body.replace("\"up\"", "\"shown\""));
      assertThat(renamed.out()).isEqualTo(got.out());
      assertThat(got.complete()).isTrue();
      assertThat(got.usage().promptTokens()).isEqualTo(15);
    }
  }

  @Test
  void anthropicsOwnStreamThatFailsEndsWithoutItsErrorWhichTheGatewayTells() {
    // When
    Crossing got =
        Crossing.of(
            ANTHROPIC,
            Wire.CALL,
            Wire.START + Wire.failed("overloaded_error", "Overloaded") + Wire.STOP);
    // Then
    assertThat(got.kind()).isEqualTo(FailureKind.OVERLOAD);
    assertThat(got.out()).doesNotContain("error").doesNotContain("message_stop");
    assertThat(got.content()).isFalse();
  }

  @Test
  void anthropicsOwnStreamThatBreaksOffIsAFailure() {
    // When
    String begun = Wire.TEXT.substring(0, Wire.TEXT.indexOf("event: message_delta"));
    Crossing got = Crossing.of(ANTHROPIC, Wire.CALL, begun);
    // Then
    assertThat(got.kind()).isEqualTo(FailureKind.SERVER);
    assertThat(got.complete()).isFalse();
  }

  @Test
  void anthropicsOwnWholeMessagePassesUnderTheNameThatTheClientUsed() {
    // Given
    String body =
        "{\"id\":\"msg_9\", \"model\":\"up\",\"content\":[{\"type\":\"text\",\"text\":\"hi\"}],"
            + "\"stop_reason\":\"end_turn\",\"new\":1,\"usage\":{\"input_tokens\":2,\"output_tokens\":3}}";
    // When
    WholeAnswer answer = Crossing.whole(ANTHROPIC, Wire.CALL, body);
    // Then
    WholeAnswer.Good good = (WholeAnswer.Good) answer;
    assertThat(new String(good.body(), UTF_8)).isEqualTo(body.replace("\"up\"", "\"shown\""));
    assertThat(good.usage()).isEqualTo(new Usage(2, 3));
  }
}
