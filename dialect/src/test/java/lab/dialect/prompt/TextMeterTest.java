package lab.dialect.prompt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import lab.dialect.json.JsonText;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextMeterTest {
  private static final String[] PIECES = {
    "a",
    "word ",
    "internationalization",
    "Ümläut",
    "中文",
    "かな",
    "한글",
    "🙂",
    "\n",
    "\t",
    "\r\n",
    "1. one",
    "\n2) two ",
    "3.5",
    "e.g. ",
    "Main.java",
    "notes.md",
    " Main.java",
    "x.c",
    "onf",
    "```",
    "`",
    "\"",
    "\\",
    "/",
    "<",
    "\u007f",
    "\u0001",
    "  ",
    "é.py",
    "\ud83d",
    "-1.",
    "..",
    "A_b.TS"
  };

  /** What a meter tells. */
  private record Told(int tokens, boolean code, boolean two, int first, int lines) {
    static Told of(TextMeter meter) {
      return new Told(
          meter.tokens(),
          meter.hasCodeBlock(),
          meter.namesTwoFiles(),
          meter.firstFile(),
          meter.numberedLines());
    }
  }

  @Property
  void howATextIsEscapedMakesNoDifference(@ForAll long seed) {
    // Given
    Random random = new Random(seed);
    String text = text(random);
    String plain = new String(JsonText.quoted(text), UTF_8);
    // When
    Told asItIs = told(plain);
    Told escaped = told(escaped(text, random));
    // Then
    assertThat(escaped).as(text).isEqualTo(asItIs);
  }

  @Property
  void whereATextStandsInItsBodyMakesNoDifference(@ForAll long seed) {
    // Given
    byte[] json = JsonText.quoted(text(new Random(seed)));
    int before = (int) (seed & 15);
    byte[] inside = new byte[before + json.length + 32];
    Arrays.fill(inside, (byte) 'x');
    System.arraycopy(json, 0, inside, before, json.length);
    TextMeter meter = new TextMeter();
    // When
    meter.add(inside, before + 1, before + json.length - 1);
    // Then
    assertThat(Told.of(meter)).isEqualTo(told(new String(json, UTF_8)));
  }

  @Property
  void textsOfOneMessageAddUp(@ForAll long seed) {
    // Given
    Random random = new Random(seed);
    byte[] one = JsonText.quoted(text(random));
    byte[] other = JsonText.quoted(text(random));
    TextMeter both = new TextMeter();
    // When
    both.add(one, 1, one.length - 1);
    int first = both.tokens();
    both.add(other, 1, other.length - 1);
    // Then
    int second = told(new String(other, UTF_8)).tokens;
    assertThat(both.tokens()).isBetween(first + second - 1, first + second);
  }

  @Test
  void nothingIsNoTokenAndAnythingIsOne() {
    assertThat(told("\"\"").tokens()).isZero();
    assertThat(told("\"a\"").tokens()).isOne();
  }

  @Test
  void aMeterForgetsTheMessageBefore() {
    // Given
    TextMeter meter = new TextMeter();
    byte[] json = "1. See A.java and B.java ```".getBytes(UTF_8);
    meter.add(json, 0, json.length);
    // When
    meter.begin();
    // Then
    assertThat(Told.of(meter)).isEqualTo(new Told(0, false, false, 0, 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "compare Main.java with Test.java",
        "src/a.py, src/b.py",
        "Why does app.ts not find ./lib/util.js?",
        "README.md and docs/README.txt",
        "C:\\\\x\\\\one.cs C:\\\\x\\\\two.cs",
        "foo.test.js foo.js.",
        "only\\u002ejava here.py",
        "first: a.yaml\\nsecond: b.YAML",
      })
  void twoFilesAreNamed(String json) {
    assertThat(told('"' + json + '"').two()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Main.java calls Main.java",
        "see example.com and example.org, e.g. 3.5 or v1.2",
        "i.e. no. And .gitignore? Or .java",
        "one.javax two.pythonic",
        "wait... what",
        "main .java other .py",
      })
  void fewerThanTwoFilesAreNamed(String json) {
    assertThat(told('"' + json + '"').two()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1. a | 1",
        "1. a\\n2. b | 2",
        "Do:\\n 1) a\\n\\t2) b\\r\\n10. c | 3",
        "1.5 is more\\n2 is not\\n3.\\n2024. was a year | 0",
        "in 3. place | 0"
      })
  void numberedLinesAreCounted(String json, int lines) {
    assertThat(told('"' + json + '"').lines()).isEqualTo(lines);
  }

  @ParameterizedTest
  @CsvSource({"```java\\nx\\n```, true", "\\u0060``, true", "`` `, false", "`a`, false"})
  void threeBackticksAreACodeBlock(String json, boolean code) {
    assertThat(told('"' + json + '"').code()).isEqualTo(code);
  }

  @Property(tries = 50)
  void aLongTextIsMeasuredByPieces(@ForAll long seed) {
    // Given: what the meter can measure whole, many times over
    Random random = new Random(seed);
    StringBuilder part = new StringBuilder();
    while (part.length() < 4_000) {
      part.append(text(random)).append(' ');
    }
    int times = 5 + random.nextInt(40);
    String json = new String(JsonText.quoted(part.toString()), UTF_8);
    String inner = json.substring(1, json.length() - 1);

    // When
    int one = told(json).tokens();
    int all = told('"' + inner.repeat(times) + '"').tokens();

    // Then
    assertThat((double) all / times).isBetween(one * 0.85, one * 1.15);
  }

  @ParameterizedTest
  @ValueSource(strings = {"中文", "\\u4e2d", "abcdefgh", "1. ", "\\n"})
  void aLongTextThatCanNotBeCutIsMeasuredWhole(String piece) {
    // When
    int one = told('"' + piece.repeat(1_000) + '"').tokens();
    int all = told('"' + piece.repeat(1_000 * 100) + '"').tokens();

    // Then
    assertThat(all).isBetween(one * 95, one * 105);
  }

  private static Told told(String json) {
    byte[] bytes = json.getBytes(UTF_8);
    TextMeter meter = new TextMeter();
    meter.add(bytes, 1, bytes.length - 1);
    return Told.of(meter);
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i >= 0; i--) {
      text.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return text.toString();
  }

  /** The text as a JSON string with escapes where nobody needs them. */
  private static String escaped(String text, Random random) {
    StringBuilder json = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean must = c < ' ' || c == '"' || c == '\\' || Character.isSurrogate(c);
      if (must || random.nextInt(4) == 0) {
        json.append("\\u%04x".formatted((int) c));
      } else {
        json.append(c);
      }
    }
    return json.append('"').toString();
  }
}
