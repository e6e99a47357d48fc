package lab.dialect.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalTest {
  private static final ObjectMapper JACKSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
  private static final Keys NONE = Keys.of();

  private static String digest(String json) throws MalformedJson {
    return digest(json, NONE);
  }

  private static String digest(String json, Keys leftOut) throws MalformedJson {
    MessageDigest digest = Canonical.sha256();
    Canonical.into(digest, json.getBytes(UTF_8), leftOut);
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Half a surrogate pair, as it may stand in a text, has to be escaped. */
  private static String plain(JsonNode value) {
    return respelled(value, new Random(0));
  }

  /** The same value, written in another way. */
  private static String respelled(JsonNode value, Random random) {
    String space = random.nextBoolean() ? "" : " \n\t";
    if (value.isObject()) {
      List<String> members = new ArrayList<>();
      value
          .properties()
          .forEach(
              member ->
                  members.add(
                      quoted(member.getKey(), random)
                          + space
                          + ":"
                          + respelled(member.getValue(), random)));
      Collections.shuffle(members, random);
      return "{" + String.join("," + space, members) + space + "}";
    }
    if (value.isArray()) {
      List<String> elements = new ArrayList<>();
      value.forEach(element -> elements.add(space + respelled(element, random)));
      return "[" + String.join(",", elements) + "]";
    }
    if (value.isNumber()) {
      return number(value.decimalValue(), random);
    }
    return value.isTextual() ? quoted(value.textValue(), random) : value.toString();
  }

  /** By value: 1.0 is 1. */
  private static final Comparator<JsonNode> NUMBERS =
      (one, other) ->
          one.isNumber() && other.isNumber()
              ? one.decimalValue().compareTo(other.decimalValue())
              : one.equals(other) ? 0 : 1;

  private static JsonNode withoutNulls(JsonNode object) {
    ObjectNode rest = object.deepCopy();
    object.properties().stream()
        .filter(member -> member.getValue().isNull())
        .forEach(member -> rest.remove(member.getKey()));
    return rest;
  }

  private static String number(BigDecimal value, Random random) {
    if (value.signum() == 0) {
      return "-0.00e5";
    }
    return switch (random.nextInt(3)) {
      case 0 -> value.toString();
      case 1 -> value.setScale(Math.max(0, value.scale()) + 2).toPlainString();
      default -> value.unscaledValue() + "0e" + (-value.scale() - 1);
    };
  }

  private static String quoted(String text, Random random) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean must = c < ' ' || c == '"' || c == '\\' || Character.isSurrogate(c);
      if (must || random.nextInt(3) == 0) {
        quoted.append("\\u").append(HexFormat.of().toHexDigits(c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }

  @Property(tries = 500)
  void howATextIsWrittenDoesNotMatter(@ForAll long seed) throws IOException, MalformedJson {
    // Given
    byte[] text = new JsonTexts(seed).object();
    JsonNode meant = JACKSON.readTree(text);
    String plain = digest(plain(meant));

    // When
    String other = respelled(meant, new Random(seed));

    // Then
    assertThat(digest(other)).as(other).isEqualTo(plain);
  }

  @Property(tries = 500)
  void whatATextMeansDoesMatter(@ForAll long one, @ForAll long other)
      throws IOException, MalformedJson {
    // Given
    JsonNode first = JACKSON.readTree(new JsonTexts(one).object());
    JsonNode second = JACKSON.readTree(new JsonTexts(other).object());

    // When
    boolean same = digest(plain(first)).equals(digest(plain(second)));

    // Then: numbers are compared as numbers there too
    assertThat(same).isEqualTo(withoutNulls(first).equals(NUMBERS, withoutNulls(second)));
  }

  @Property(tries = 500)
  void aChangeAnywhereInsideMatters(@ForAll long seed) throws IOException, MalformedJson {
    // Given
    ObjectNode wrapped = JACKSON.createObjectNode();
    wrapped.set("x", JACKSON.readTree(new JsonTexts(seed).object()));
    String before = digest(plain(wrapped));

    // When
    wrapped.withArray("/y").add(wrapped.get("x").deepCopy());

    // Then
    assertThat(digest(plain(wrapped))).isNotEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 | 1.0 | true",
        "1 | 10e-1 | true",
        "100 | 1E+2 | true",
        "0 | -0.0e7 | true",
        "0.5 | 5e-1 | true",
        "1 | -1 | false",
        "1 | 10 | false",
        "1 | 0.1 | false",
        "9007199254740993 | 9007199254740992 | false",
        "1e99999999999999999 | 1e99999999999999998 | false",
        "1 | '\"1\"' | false",
        "[] | {} | false",
        "[1,2] | [12] | false",
        "[1,2] | [2,1] | false",
        "[[1],2] | [[1,2]] | false",
        "true | '\"t\"' | false",
        "'\"\\ud83d\"' | '\"\\ud83e\"' | false",
        "'\"\\ud83d\"' | '\"?\"' | false",
        "'\"\\ud83d\\ude42\"' | '\"🙂\"' | true",
        "'\"\\/\"' | '\"/\"' | true",
        "'{\"a\":1,\"a\":2}' | '{\"a\":2,\"a\":1}' | false",
        "'{\"a\":null}' | {} | false",
      })
  void twoValuesAreOneWhereTheyMeanOne(String one, String other, boolean same)
      throws MalformedJson {
    // When
    String first = digest("{\"v\":" + one + "}");
    String second = digest("{\"v\":" + other + "}");

    // Then
    assertThat(first.equals(second)).isEqualTo(same);
  }

  @Test
  void largeObjectsAreToldApartAndAloneAndAfterOthersTheSame() throws MalformedJson {
    // Given: about as many bytes as an object has whose digest stands for it, fewer and more
    for (int length = 200; length < 300; length++) {
      String large =
          "{\"x\":{\"b\":\"%s\",\"a\":[{\"d\":1,\"c\":2}]}}".formatted("y".repeat(length));
      String turned =
          "{\"x\":{\"a\":[{\"c\":2,\"d\":1}],\"b\":\"%s\"}}".formatted("y".repeat(length));

      // When
      String first = digest(large);
      String longer = digest(large.replace("yy\"", "yyy\""));
      String again = digest(turned);

      // Then
      assertThat(again).as("%d bytes", length).isEqualTo(first).isNotEqualTo(longer);
    }
  }

  @Test
  void aTextThatIsBrokenSpoilsNothingForTheNext() throws MalformedJson {
    // Given
    String before = digest("{\"a\":{\"b\":1}}");

    // When
    assertThatThrownBy(() -> digest("{\"c\":{\"d\":[{\"e\":2},")).isInstanceOf(MalformedJson.class);

    // Then
    assertThat(digest("{\"a\":{\"b\":1}}")).isEqualTo(before);
  }

  @Test
  void atTheTopNullIsAbsentAndSomeMembersDoNotCount() throws MalformedJson {
    // Given
    String said = "{\"a\":1,\"b\":null,\"us\\u0065r\":\"x\"}";

    // When
    String digest = digest(said, Keys.of("user"));

    // Then
    assertThat(digest).isEqualTo(digest("{\"a\":1}"));
  }
}
