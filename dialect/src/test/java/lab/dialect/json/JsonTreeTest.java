package lab.dialect.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTreeTest {
  private static final ObjectMapper JACKSON = new ObjectMapper();

  @Property
  void aTreeThatIsWrittenAgainSaysTheSame(@ForAll long seed) throws Exception {
    // Given
    byte[] json = new JsonTexts(seed).object();
    // When
    byte[] written = Json.bytes(Objects.requireNonNull(Json.objectOf(json)));
    // Then
    assertThat(JACKSON.readTree(written)).isEqualTo(withoutHalfPairs(json));
  }

  /** UTF-8 has no place for half of a surrogate pair. */
  private static JsonNode withoutHalfPairs(byte[] json) throws Exception {
    return JACKSON.readTree(
        new String(json, UTF_8)
            .replace("\\ud83d\\ude42", "🙂")
            .replace("\\ud83d", "\\ufffd")
            .getBytes(UTF_8));
  }

  @Property
  void whatIsNoJsonIsNoTree(@ForAll long seed) {
    // Given
    byte[] json = new JsonTexts(seed).damaged();
    // When
    ObjectNode tree = Json.objectOf(json);
    // Then
    assertThat(tree != null).isEqualTo(isObject(json));
  }

  private static boolean isObject(byte[] json) {
    var cursor = new JsonCursor();
    cursor.over(json, 0, json.length);
    try {
      boolean object = cursor.skip() == JsonKind.OBJECT;
      cursor.finish();
      return object;
    } catch (MalformedJson malformed) {
      return false;
    }
  }

  @Test
  void aLongTextIsWrittenAsItCame() {
    // Given
    String json = "{\"a\":\"" + "caf\\u00e9 \\/ \\n".repeat(20) + "\"}";
    // When
    ObjectNode tree = Objects.requireNonNull(Json.objectOf(json.getBytes(UTF_8)));
    // Then
    assertThat(new String(Json.bytes(tree), UTF_8)).isEqualTo(json);
    assertThat(tree.path("a").asText()).isEqualTo("café / \n".repeat(20));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0",
        "2147483648",
        "-9223372036854775808",
        "9223372036854775807",
        "9223372036854775808",
        "1e400",
        "0.1"
      })
  void aNumberIsTheOneThatOthersRead(String number) throws Exception {
    // Given
    String json = "{\"a\":" + number + "}";
    // When
    JsonNode tree = Objects.requireNonNull(Json.objectOf(json.getBytes(UTF_8)));
    // Then
    assertThat(tree).isEqualTo(JACKSON.readTree(json));
  }

  @Test
  void aNumberOfThousandsOfDigitsIsRefused() {
    assertThat(Json.objectOf(("{\"a\":" + "9".repeat(1_001) + "}").getBytes(UTF_8))).isNull();
  }
}
