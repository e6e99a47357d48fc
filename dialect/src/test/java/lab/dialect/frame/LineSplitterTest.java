package lab.dialect.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class LineSplitterTest {

  @Test
  void aLineInsideOnePieceIsGivenWithoutACopy() {
    // Given
    byte[] piece = bytes("{\"a\":1}\n{\"b\":2}\n");
    var lines = new LineSplitter();
    // When
    lines.feed(piece);
    boolean first = lines.next();
    byte[] array = lines.array();
    boolean second = lines.next();
    // Then
    assertThat(first).isTrue();
    assertThat(array).isSameAs(piece);
    assertThat(second).isTrue();
    assertThat(lines.array()).isSameAs(piece);
    assertThat(lines.offset()).isEqualTo(8);
    assertThat(lines.length()).isEqualTo(7);
  }

  @Test
  void anyMixOfLineEndsGivesTheSameLines() {
    assertThat(split(bytes("a\nb\r\n\r\n\n\r\nc"), 100)).containsExactly("a", "b", "c");
  }

  @Test
  void everyCutOfALineEndGivesTheSameLines() {
    byte[] body = bytes("one\r\n\r\ntwo €\nthree");
    for (int size = 1; size <= body.length; size++) {
      assertThat(split(body, size)).containsExactly("one", "two €", "three");
    }
  }

  @Test
  void aLastLineWithoutALineEndIsGivenAtTheEnd() {
    // Given
    var lines = new LineSplitter();
    lines.feed(bytes("last"));
    boolean early = lines.next();
    // When
    lines.finish();
    boolean late = lines.next();
    // Then
    assertThat(early).isFalse();
    assertThat(late).isTrue();
    assertThat(lines.length()).isEqualTo(4);
    assertThat(lines.next()).isFalse();
  }

  @Test
  void aCarriageReturnInsideALineStaysInIt() {
    assertThat(split(bytes("a\rb\n"), 1)).containsExactly("a\rb");
  }

  @Test
  void theLongestLineIsGivenWholeWhateverItsEnd() {
    // Given
    byte[] line = new byte[LineSplitter.LONGEST_LINE + 2];
    Arrays.fill(line, (byte) 'x');
    line[line.length - 2] = '\r';
    line[line.length - 1] = '\n';
    var whole = new LineSplitter();
    var cut = new LineSplitter();
    // When
    whole.feed(line);
    boolean wholeGiven = whole.next();
    cut.feed(Arrays.copyOf(line, line.length - 1));
    boolean early = cut.next();
    cut.feed(bytes("\n"));
    boolean cutGiven = cut.next();
    // Then
    assertThat(wholeGiven).isTrue();
    assertThat(whole.length()).isEqualTo(LineSplitter.LONGEST_LINE);
    assertThat(early).isFalse();
    assertThat(cutGiven).isTrue();
    assertThat(cut.length()).isEqualTo(LineSplitter.LONGEST_LINE);
  }

  @Test
  void aLongerLineEndsTheSplittingHoweverItCame() {
    // Given
    byte[] line = new byte[LineSplitter.LONGEST_LINE + 1];
    Arrays.fill(line, (byte) 'x');
    var whole = new LineSplitter();
    var cut = new LineSplitter();
    // When
    whole.feed(concat(line, bytes("\nnext\n")));
    boolean wholeGiven = whole.next();
    cut.feed(line);
    boolean early = cut.next();
    cut.feed(bytes("x"));
    boolean late = cut.next();
    // Then
    assertThat(wholeGiven).isFalse();
    assertThat(whole.overflowed()).isTrue();
    assertThat(whole.next()).isFalse();
    assertThat(early).isFalse();
    assertThat(late).isFalse();
    assertThat(cut.overflowed()).isTrue();
  }

  @Property(tries = 500)
  void cutsChangeNothing(
      @ForAll @StringLength(max = 60) @CharRange(from = '\n', to = '\r') String noise,
      @ForAll @IntRange(min = 1, max = 70) int size) {
    byte[] body = bytes(noise);

    assertThat(split(body, size)).isEqualTo(split(body, Math.max(1, body.length)));
  }

  private static List<String> split(byte[] body, int size) {
    var lines = new LineSplitter();
    var given = new ArrayList<String>();
    for (int from = 0; from < body.length; from += size) {
      lines.feed(Arrays.copyOfRange(body, from, Math.min(body.length, from + size)));
      drain(lines, given);
    }
    lines.finish();
    drain(lines, given);
    return given;
  }

  private static void drain(LineSplitter lines, List<String> given) {
    while (lines.next()) {
      given.add(new String(lines.array(), lines.offset(), lines.length(), StandardCharsets.UTF_8));
    }
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
