package lab.dialect.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

/** Short texts are held decoded, and long ones as they came: both must do the same. */
class TextsTest {
  private static final ObjectMapper JACKSON = new ObjectMapper();

  @Property
  void aTextIsCutAsIfItWereDecoded(
      @ForAll @StringLength(max = 90) String text, @ForAll @IntRange(max = 90) int at)
      throws Exception {
    // Given
    int cut = Math.min(at, text.length());
    // When
    String start = Texts.start(raw(text), cut);
    JsonNode rest = Texts.without(raw(text), cut);
    // Then
    assertThat(start).isEqualTo(text.substring(0, cut));
    assertThat(rest.asText()).isEqualTo(text.substring(cut));
  }

  @Property
  void textsAreJoinedAsIfTheyWereDecoded(
      @ForAll List<@StringLength(min = 1, max = 90) String> texts) throws Exception {
    // Given
    var nodes = new ArrayList<JsonNode>();
    for (String text : texts) {
      nodes.add(raw(text));
    }
    // When
    JsonNode joined = Texts.joined(nodes, "\n\"");
    // Then
    assertThat(inUtf8(joined.asText())).isEqualTo(inUtf8(String.join("\n\"", texts)));
  }

  @Property
  void anObjectBecomesATextAndTheTextAnObjectAgain(@ForAll long seed) {
    // Given
    JsonNode object = Objects.requireNonNull(Json.objectOf(new JsonTexts(seed).object()));
    // When
    JsonNode text = Texts.ofJson(object);
    // Then
    assertThat(inUtf8(text.asText())).isEqualTo(new String(Json.bytes(object), UTF_8));
    assertThat(Json.bytes(Objects.requireNonNull(Texts.objectIn(text))))
        .isEqualTo(Json.bytes(object));
  }

  @Test
  void whatIsNoObjectIsNone() {
    assertThat(Texts.objectIn(TextNode.valueOf("[1]"))).isNull();
    assertThat(Texts.objectIn(TextNode.valueOf("{} x"))).isNull();
  }

  @Test
  void aTextOfWhiteSpaceIsBlank() throws Exception {
    assertThat(Texts.isBlank(raw("\n ".repeat(60)))).isTrue();
    assertThat(Texts.isBlank(raw(" ".repeat(90) + "x"))).isFalse();
    assertThat(Texts.isBlank(TextNode.valueOf(""))).isTrue();
  }

  @Test
  void numbersAndTruthHaveWordsObjectsNone() throws Exception {
    assertThat(Texts.of(JACKSON.readTree("1.5")).asText()).isEqualTo("1.5");
    assertThat(Texts.of(JACKSON.readTree("true")).asText()).isEqualTo("true");
    assertThat(Texts.isEmpty(Texts.of(JACKSON.readTree("{\"a\":1}")))).isTrue();
  }

  /** A text as a tree has it that was read of bytes. */
  private static JsonNode raw(String text) throws Exception {
    String json = "{\"a\":" + JACKSON.writeValueAsString(text) + "}";
    return Objects.requireNonNull(Json.objectOf(json.getBytes(UTF_8))).path("a");
  }

  private static String inUtf8(String text) {
    return new String(text.getBytes(UTF_8), UTF_8).replace('?', '\uFFFD');
  }
}
