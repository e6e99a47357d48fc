package lab.dialect.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonCursorTest {
  private static final Keys KEYS = Keys.of("model", "a", "stream");

  private static final ObjectMapper JACKSON =
      new ObjectMapper(
              JsonFactory.builder()
                  .enable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(JsonCursor.DEEPEST)
                          .maxNumberLength(Integer.MAX_VALUE)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  @Property(tries = 3_000)
  void everyValidTextPasses(@ForAll long seed) throws Exception {
    // Given
    byte[] text = new JsonTexts(seed).valid();
    // When
    JsonCursor cursor = passed(text);
    // Then
    assertThat(cursor.position()).isEqualTo(text.length);
  }

  @Property(tries = 20_000)
  void aDamagedTextPassesOnlyWhereAStrictParserTakesItToo(@ForAll long seed) {
    // Given
    byte[] text = new JsonTexts(seed).damaged();
    // When
    boolean passes = passes(text);
    // Then
    assertThat(passes)
        .as(() -> new String(text, StandardCharsets.ISO_8859_1))
        .isEqualTo(JsonTexts.isUtf8(text) && jacksonTakes(text));
  }

  @Property(tries = 3_000)
  void theSpansOfTheKeysAskedForHoldTheirValues(@ForAll long seed) throws Exception {
    // Given
    byte[] text = new JsonTexts(seed).object();
    JsonNode tree = JACKSON.readTree(new String(text, StandardCharsets.UTF_8));
    // When
    List<String> spans = spans(text);
    // Then
    for (String key : List.of("model", "a", "stream")) {
      List<String> values =
          spans.stream()
              .filter(span -> span.startsWith(key + "="))
              .map(span -> span.substring(key.length() + 1))
              .toList();
      assertThat(values.isEmpty()).isEqualTo(!tree.has(key));
      if (!values.isEmpty()) {
        assertThat(JACKSON.readTree(values.getLast())).isEqualTo(tree.get(key));
      }
    }
  }

  @Test
  void aKeyIsKnownHoweverItIsSpelled() throws Exception {
    // When
    List<String> spans = spans(utf8("{\"mod\\u0065l\": 1, \"\\u006dodel\":2, \"modell\":3}"));
    // Then
    assertThat(spans).containsExactly("model=1", "model=2");
  }

  @Test
  void aSpanHasNoWhiteSpaceAroundIt() throws Exception {
    // When
    List<String> spans = spans(utf8(" {\n\"a\" :\t[ 1 , {} ] ,\"model\": \"x\" } "));
    // Then
    assertThat(spans).containsExactly("a=[ 1 , {} ]", "model=\"x\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | expected a value at byte 0",
        "{ | expected '}' at byte 1",
        "{\"a\" | expected ':' at byte 4",
        "{\"a\":} | expected a value at byte 5",
        "{\"a\":1 \"b\":2} | expected ',' or '}' at byte 7",
        "{\"a\":1,} | expected a key in quotes at byte 7",
        "{a:1} | expected a key in quotes at byte 1",
        "[1,] | expected a value at byte 3",
        "[1 2] | expected ',' or ']' at byte 3",
        "{} {} | expected the end at byte 3",
        "tru | expected true, false or null at byte 3",
        "01 | expected the end at byte 1",
        "-a | expected a digit at byte 1",
        "1. | expected a digit at byte 2",
        "\"abc | expected a closing '\"' at byte 4",
        "\"a\\x\" | expected one of \"\\/bfnrtu after a backslash at byte 3",
        "\"\\u12g4\" | expected a hexadecimal digit at byte 5",
      })
  void anErrorSaysWhereAndWhatWasExpected(String text, String message) {
    assertThatThrownBy(() -> passed(utf8(text)))
        .isInstanceOf(MalformedJson.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "80",
        "C0 AF",
        "C1 BF",
        "C3",
        "C3 28",
        "E0 9F BF",
        "E2 82",
        "ED A0 80",
        "ED BF BF",
        "F0 8F BF BF",
        "F4 90 80 80",
        "F5 80 80 80",
        "FF",
        "FE",
        "E2 28 A1",
        "F0 9F 99"
      })
  void aStringThatIsNotUtf8IsRefusedWhereverItIs(String hex) {
    for (int before = 0; before < 17; before++) {
      byte[] text = inString(before, hex);
      int bad = before + 1;
      assertThatThrownBy(() -> passed(text)).hasMessage("expected valid UTF-8 at byte " + bad);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "C2 80",
        "DF BF",
        "E0 A0 80",
        "ED 9F BF",
        "EE 80 80",
        "F0 90 80 80",
        "F4 8F BF BF"
      })
  void theFirstAndTheLastCharacterOfEachLengthPass(String hex) {
    for (int before = 0; before < 17; before++) {
      assertThat(passes(inString(before, hex))).isTrue();
    }
  }

  @Test
  void aControlCharacterIsRefusedAtEveryPlaceOfAString() {
    for (int before = 0; before < 40; before++) {
      for (int control = 0; control < 0x20; control++) {
        byte[] text = inString(before, (byte) control);
        int at = before + 1;
        assertThatThrownBy(() -> passed(text))
            .hasMessage("expected no control character in a string (escape it) at byte " + at);
      }
    }
  }

  @Test
  void everyOtherAsciiCharacterIsJustPassedAtEveryPlace() {
    for (int before = 0; before < 40; before++) {
      for (int plain = 0x20; plain < 0x80; plain++) {
        if (plain != '"' && plain != '\\') {
          assertThat(passes(inString(before, (byte) plain))).isTrue();
        }
      }
    }
  }

  @Test
  void nestingHasALimitAndTheErrorNamesIt() {
    assertThat(passes(utf8("[".repeat(256) + "]".repeat(256)))).isTrue();
    assertThatThrownBy(() -> passed(utf8("[".repeat(1_000_000))))
        .hasMessage("expected nesting of at most 256 levels at byte 256");
    assertThatThrownBy(() -> passed(utf8("{\"a\":".repeat(300))))
        .hasMessage("expected nesting of at most 256 levels at byte 1280");
  }

  @Test
  void offsetsCountFromTheBeginningOfTheText() {
    // Given
    byte[] text = utf8("xxxx{]");
    JsonCursor cursor = new JsonCursor();
    cursor.over(text, 4, 6);
    // Then
    assertThatThrownBy(cursor::skip).hasMessage("expected a key in quotes at byte 1");
  }

  @Test
  void halfOfASurrogatePairIsLetThroughAsServersDo() throws Exception {
    assertThat(passed(utf8("\"\\ud83d\"")).position()).isEqualTo(8);
  }

  private static JsonCursor passed(byte[] text) throws MalformedJson {
    JsonCursor cursor = new JsonCursor();
    cursor.over(text, 0, text.length);
    cursor.skip();
    cursor.finish();
    return cursor;
  }

  private static boolean passes(byte[] text) {
    try {
      return passed(text).position() == text.length;
    } catch (MalformedJson e) {
      return false;
    }
  }

  private static boolean jacksonTakes(byte[] text) {
    try {
      // From characters: from bytes it would guess at UTF-16 and UTF-32.
      return !JACKSON.readTree(new String(text, StandardCharsets.UTF_8)).isMissingNode();
    } catch (IOException e) {
      return false;
    }
  }

  private static List<String> spans(byte[] text) throws MalformedJson {
    String[] names = {"model", "a", "stream"};
    List<String> spans = new ArrayList<>();
    JsonCursor cursor = new JsonCursor();
    cursor.over(text, 0, text.length);
    cursor.enterObject();
    for (int key = cursor.nextKey(KEYS); key != JsonCursor.END; key = cursor.nextKey(KEYS)) {
      cursor.skip();
      if (key != JsonCursor.OTHER) {
        spans.add(names[key] + "=" + JsonText.raw(text, cursor.start(), cursor.position()));
      }
    }
    cursor.finish();
    return spans;
  }

  private static byte[] inString(int before, String hex) {
    return inString(before, HexFormat.ofDelimiter(" ").parseHex(hex));
  }

  private static byte[] inString(int before, byte... bytes) {
    byte[] text = utf8("\"" + "a".repeat(before) + "b".repeat(bytes.length) + "c".repeat(9) + "\"");
    System.arraycopy(bytes, 0, text, before + 1, bytes.length);
    return text;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
