package lab.dialect.preview;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is shown of a prompt. */
class PromptStartTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      value = {
        "{\"messages\":[{\"role\":\"user\",\"content\":\"old\"},{\"content\":\"Hello\",\"role\":\"user\"},"
            + "{\"role\":\"assistant\",\"content\":\"no\"}]}|Hell",
        "{\"messages\":[{\"role\":\"user\",\"content\":[{\"image_url\":{\"text\":\"no\"}},"
            + "{\"type\":\"text\",\"text\":\"ab\"},{\"type\":\"text\",\"text\":\"c\"}]}]}|ab",
        "{\"messages\":[{\"role\":\"system\",\"content\":\"rules\"}]}|-",
        "{\"prompt\":\"abcdef\",\"model\":\"m\"}|abcd",
        "{\"input\":[\"one\",\"two\"]}|one",
        "{\"input\":[[1,2],[3]]}|-",
        "[\"prompt\"]|-",
        "{\"prompt\":\"abc\",|-",
        // A pair and a half.
        "{\"prompt\":\"abc\uD83D\uDE00\"}|abc",
        "{\"prompt\":\"ab\uD83D\uDE00c\"}|ab\uD83D\uDE00",
        "{\"prompt\":\"äöüßé\"}|äöüß",
      })
  void theBeginningOfTheLastMessageOfTheUserIsShown(String body, String shown) {
    assertThat(PromptStart.of(body.getBytes(UTF_8), 4)).isEqualTo(shown);
  }

  @Test
  void nothingOfAVeryLongBodyIsRead() {
    // Given
    String body = "{\"prompt\":\"abc\",\"x\":\"%s\"}";
    int rest = body.length() - "%s".length();

    // When
    String longest = body.formatted("x".repeat(PromptStart.LONGEST_BODY - rest));
    String tooLong = body.formatted("x".repeat(PromptStart.LONGEST_BODY - rest + 1));

    // Then
    assertThat(PromptStart.of(longest.getBytes(UTF_8), 4)).isEqualTo("abc");
    assertThat(PromptStart.of(tooLong.getBytes(UTF_8), 4)).isNull();
  }
}
