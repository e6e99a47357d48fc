package lab.dialect.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static lab.dialect.openai.Streams.events;
import static lab.dialect.openai.Streams.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import lab.contract.Operation;
import lab.contract.Usage;
import lab.dialect.WholeAnswer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeptAnswersTest {
  private static final String HEAD =
      "{\"id\":\"c9\",\"object\":\"chat.completion.chunk\",\"created\":5,\"model\":\"m\",";
  private static final String COUNTS =
      "\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3,\"total_tokens\":10}";
  private static final String FIRST =
      events(HEAD + delta("\"role\":\"assistant\""), HEAD + delta("\"reasoning_content\":\"hm\""));
  private static final String SECOND =
      events(
          HEAD + delta("\"content\":\"Hé\""),
          HEAD
              + delta(
                  "\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]"));
  private static final String FINISH =
      HEAD + "\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"tool_calls\"}]}";
  private static final String USAGE = HEAD + "\"choices\":[]," + COUNTS + "}";

  private static String delta(String delta) {
    return "\"choices\":[{\"index\":0,\"delta\":{" + delta + "},\"finish_reason\":null}]}";
  }

  private static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }

  private static JsonNode tree(byte[] json) {
    return Trees.read(json, 0, json.length);
  }

  @Test
  void aStreamBecomesAWholeAnswerWithReasoningToolCallsAndUsage() {
    // Given
    List<byte[]> pieces = List.of(utf8(FIRST), utf8(SECOND), utf8(events(FINISH, "[DONE]")));

    // When
    byte[] whole = KeptAnswers.whole(Operation.CHAT, pieces, new Usage(7, 3));

    // Then
    assertThat(text(whole))
        .contains("\"object\":\"chat.completion\"", "\"model\":\"m\"", "\"id\":\"c9\"")
        .contains("\"content\":\"Hé\"", "\"reasoning_content\":\"hm\"", "\"name\":\"f\"")
        .contains("\"finish_reason\":\"tool_calls\"", COUNTS);
    assertThat(isComplete(Operation.CHAT, whole)).isTrue();
  }

  @Test
  void aWholeAnswerBecomesAStreamAndIsTheSameAnswerAgain() {
    // Given
    List<byte[]> pieces = List.of(utf8(FIRST), utf8(SECOND), utf8(events(FINISH, "[DONE]")));
    byte[] whole = KeptAnswers.whole(Operation.CHAT, pieces, new Usage(7, 3));

    // When
    byte[] stream = KeptAnswers.stream(Operation.CHAT, whole, true);

    // Then
    assertThat(text(stream)).contains(COUNTS).endsWith("data: [DONE]\n\n");
    byte[] again = KeptAnswers.whole(Operation.CHAT, List.of(stream), Usage.UNKNOWN);
    assertThat(tree(again)).isEqualTo(tree(whole));
  }

  @Test
  void theUsageIsInAStreamOnlyForThoseWhoAsk() {
    // Given
    byte[] with = utf8(events(FINISH, USAGE, "[DONE]"));
    byte[] without = utf8(events(FINISH, "[DONE]"));

    // When
    byte[] taken = KeptAnswers.withoutUsage(with);
    byte[] put = KeptAnswers.withUsage(utf8(FIRST), without, new Usage(7, 3));

    // Then
    assertThat(text(taken)).isEqualTo(text(without));
    assertThat(text(put)).isEqualTo(text(with));
    assertThat(KeptAnswers.withoutUsage(without)).isSameAs(without);
  }

  @Test
  void usageThatNobodyCountedIsNotMadeUp() {
    // Given
    byte[] last = utf8(events(FINISH, "[DONE]"));

    // When
    byte[] put = KeptAnswers.withUsage(utf8(FIRST), last, Usage.UNKNOWN);

    // Then
    assertThat(put).isSameAs(last);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "CHAT | {\"choices\":[{\"index\":0,\"message\":{},\"finish_reason\":\"stop\"}]} | true",
        "CHAT | {\"choices\":[{\"index\":0,\"message\":{},\"finish_reason\":\"length\"}]} | true",
        "CHAT | {\"choices\":[{\"index\":0,\"message\":{},\"finish_reason\":null}]} | false",
        "CHAT | {\"choices\":[{\"index\":0,\"finish_reason\":\"stop\"},{\"index\":1}]} | false",
        "CHAT | {\"choices\":[{\"index\":0,\"finish_reason\":\"error\"}]} | false",
        "CHAT | {\"choices\":[],\"error\":{\"message\":\"x\"}} | false",
        "CHAT | {\"choices\":[]} | false",
        "CHAT | {\"choices\": | false",
        "EMBEDDING | {\"data\":[]} | true",
        "EMBEDDING | {\"choices\":[]} | false",
      })
  void onlyAnAnswerWithAllItsEndsIsComplete(Operation operation, String body, boolean complete) {
    assertThat(isComplete(operation, utf8(body))).isEqualTo(complete);
  }

  private static boolean isComplete(Operation operation, byte[] body) {
    Repair repair = Repair.of(operation, false, "m", "id", 1);
    return WholeAnswers.read(operation, body, repair) instanceof WholeAnswer.Good good
        && good.isComplete();
  }
}
