package lab.dialect.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTextTest {
  private static final ObjectMapper JACKSON = new ObjectMapper();

  @Property
  void whatIsQuotedIsReadBackByEveryParser(@ForAll String text) throws Exception {
    // When
    byte[] quoted = JsonText.quoted(text);
    // Then
    assertThat(JACKSON.readValue(new String(quoted, StandardCharsets.UTF_8), String.class))
        .isEqualTo(text);
    assertThat(JsonText.decoded(quoted, 0, quoted.length)).isEqualTo(text);
  }

  @Test
  void everyEscapeIsUnderstood() {
    // Given
    byte[] json =
        "x\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9é\\ud83d\\ude42\"y".getBytes(StandardCharsets.UTF_8);
    // When
    String text = JsonText.decoded(json, 1, json.length - 1);
    // Then
    assertThat(text).isEqualTo("\"\\/\b\f\n\r\té" + "é🙂");
  }

  @ParameterizedTest
  @CsvSource({"0,0", "17,17", "-3,0", "1.5,0", "1e3,0", "999999999999999999,999999999999999999"})
  void aCountIsAWholeNumberAndAnythingElseIsNone(String json, long count) {
    assertThat(JsonText.count(json.getBytes(StandardCharsets.UTF_8), 0, json.length()))
        .isEqualTo(count);
  }

  @Test
  void aCountBeyondAllCountsIsNone() {
    byte[] json = "9".repeat(40).getBytes(StandardCharsets.UTF_8);
    assertThat(JsonText.count(json, 0, json.length)).isZero();
  }
}
