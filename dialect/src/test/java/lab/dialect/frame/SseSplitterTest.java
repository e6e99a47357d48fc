package lab.dialect.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SseSplitterTest {
  /** One stream and the events in it, as {@code name|data}. */
  record Fixture(String name, String stream, List<String> events) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Fixture> fixtures() {
    String three = "data: {\"a\":1}\n\ndata: {\"b\":\"é中🙂\"}\n\ndata: [DONE]\n\n";
    List<String> threeEvents = List.of("|{\"a\":1}", "|{\"b\":\"é中🙂\"}", "|[DONE]");
    return List.of(
        new Fixture("LF", three, threeEvents),
        new Fixture("CR LF", three.replace("\n", "\r\n"), threeEvents),
        new Fixture("CR", three.replace("\n", "\r"), threeEvents),
        new Fixture(
            "a mix of line ends",
            "data: a\r\n\ndata: b\n\r\ndata: c\r\r\ndata: d\n\n",
            List.of("|a", "|b", "|c", "|d")),
        new Fixture("a byte order mark", "\uFEFF" + three, threeEvents),
        new Fixture(
            "a byte order mark that is none",
            "data: a\n\n\uFEFFdata: b\n\ndata: c\n\n",
            List.of("|a", "|c")),
        new Fixture("no space after the colon", "data:a\n\ndata:  b\n\n", List.of("|a", "| b")),
        new Fixture("several lines of data", "data: a\ndata:\ndata: b\n\n", List.of("|a\n\nb")),
        new Fixture(
            "comments",
            ": one\n\n:\n\n: OPENROUTER PROCESSING\ndata: a\n: in it\n\n:",
            List.of("|a")),
        new Fixture(
            "comments with CR LF", ":\r\n\r\n: x\r\ndata: a\r\n\r\n:\r\n\r\n", List.of("|a")),
        new Fixture("a name", "event: error\ndata: {}\n\ndata: {}\n\n", List.of("error|{}", "|{}")),
        new Fixture("a name after the data", "data: {}\nevent:ping\n\n", List.of("ping|{}")),
        new Fixture(
            "id and retry and what nobody knows",
            "id: 1\nretry: 10\nwhat: x\ndata: a\n\nid: 2\n\nwhat\n\n",
            List.of("|a")),
        new Fixture(
            "the error field of old llama.cpp",
            "error: {\"code\":400}\n\ndata: [DONE]\n\n",
            List.of("error|{\"code\":400}", "|[DONE]")),
        new Fixture(
            "a last event without a blank line", "data: a\n\ndata: b\n", List.of("|a", "|b")),
        new Fixture("a last event without a line end", "data: a\n\ndata: b", List.of("|a", "|b")),
        new Fixture("a last line that ends in CR", "data: a\r", List.of("|a")),
        new Fixture("empty data", "data\n\ndata:\n\ndata: \n\n", List.of("|", "|", "|")),
        new Fixture("a field that only begins like data", "database: x\n\ndat: y\n\n", List.of()),
        new Fixture("blank lines", "\n\n\r\n\n\rdata: a\n\n\n\n\n", List.of("|a")),
        new Fixture("nothing", "", List.of()),
        new Fixture("a page", "<html>\n<body>data: x</body>\n</html>\n", List.of()),
        new Fixture(
            "a long event",
            "data: " + "x".repeat(5_000) + "\n\ndata: y\n\n",
            List.of("|" + "x".repeat(5_000), "|y")));
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void aStreamFedWholeGivesItsEvents(Fixture fixture) {
    assertThat(events(List.of(utf8(fixture.stream())))).isEqualTo(fixture.events());
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void aStreamFedByteByByteGivesTheSame(Fixture fixture) {
    // Given
    List<byte[]> pieces = new ArrayList<>();
    for (byte b : utf8(fixture.stream())) {
      pieces.add(new byte[] {b});
    }
    // Then
    assertThat(events(pieces)).isEqualTo(fixture.events());
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void aStreamCutInTwoAtAnyPlaceGivesTheSame(Fixture fixture) {
    byte[] stream = utf8(fixture.stream());
    for (int cut = 0; cut <= stream.length; cut += stream.length > 1_000 ? 97 : 1) {
      List<byte[]> pieces =
          List.of(Arrays.copyOf(stream, cut), Arrays.copyOfRange(stream, cut, stream.length));
      assertThat(events(pieces)).as("cut at %d", cut).isEqualTo(fixture.events());
    }
  }

  @Property(tries = 200)
  void aStreamInRandomPiecesGivesTheSame(@ForAll long seed) {
    for (Fixture fixture : fixtures()) {
      assertThat(events(cut(utf8(fixture.stream()), new Random(seed))))
          .as(fixture.name())
          .isEqualTo(fixture.events());
    }
  }

  @Test
  void plainEventsAreSlicesOfThePieceTheyCameIn() {
    // Given
    byte[] piece = utf8("data: {\"a\":1}\n\ndata: {}\n\n");
    SseSplitter events = new SseSplitter();
    // When
    events.feed(piece);
    // Then
    assertThat(events.next()).isTrue();
    assertThat(events.plain()).isTrue();
    assertThat(events.array()).isSameAs(piece);
    assertThat(events.offset()).isEqualTo(6);
    assertThat(events.length()).isEqualTo(7);
    assertThat(events.next()).isTrue();
    assertThat(events.plain()).isTrue();
    assertThat(events.array()).isSameAs(piece);
    assertThat(events.offset()).isEqualTo(21);
    assertThat(events.next()).isFalse();
  }

  @Test
  void anEventIsGivenAsSoonAsItsBlankLineIsThereWhateverEndsTheLine() {
    for (String stream : List.of("data: a\n\n", "data: a\r\n\r", "data: a\r\r")) {
      SseSplitter events = new SseSplitter();
      events.feed(utf8(stream));
      assertThat(events.next()).as(stream).isTrue();
    }
  }

  @Test
  void anEventOfTheGreatestLengthPassesAndALongerOneEndsTheStream() {
    // Given
    byte[] longest = new byte[SseSplitter.LONGEST_EVENT];
    Arrays.fill(longest, (byte) 'x');
    System.arraycopy(utf8("data: "), 0, longest, 0, 6);
    System.arraycopy(utf8("\n\n"), 0, longest, longest.length - 2, 2);
    byte[] longer = Arrays.copyOf(longest, longest.length + 1);
    System.arraycopy(utf8("x\n\n"), 0, longer, longer.length - 3, 3);
    for (int size : new int[] {longer.length, 1 << 20, 8191}) {
      // When
      SseSplitter passing = new SseSplitter();
      int passed = count(passing, longest, size);
      SseSplitter stopped = new SseSplitter();
      int none = count(stopped, longer, size);
      // Then
      assertThat(passed).isEqualTo(1);
      assertThat(passing.overflowed()).isFalse();
      assertThat(none).isZero();
      assertThat(stopped.overflowed()).isTrue();
    }
  }

  @Test
  void aFloodOfCommentsWithoutABlankLineDoesNotPileUp() {
    // Given
    SseSplitter events = new SseSplitter();
    byte[] comments = utf8(": processing\n".repeat(10_000));
    // When
    for (int i = 0; i < 200; i++) {
      events.feed(comments);
      assertThat(events.next()).isFalse();
    }
    // Then
    assertThat(events.overflowed()).isFalse();
  }

  private static int count(SseSplitter events, byte[] stream, int size) {
    int count = 0;
    for (int at = 0; at < stream.length; at += size) {
      events.feed(Arrays.copyOfRange(stream, at, Math.min(at + size, stream.length)));
      while (events.next()) {
        count++;
      }
    }
    return count;
  }

  private static List<byte[]> cut(byte[] stream, Random random) {
    List<byte[]> pieces = new ArrayList<>();
    int at = 0;
    while (at < stream.length) {
      int to = Math.min(stream.length, at + random.nextInt(12));
      pieces.add(Arrays.copyOfRange(stream, at, to));
      at = to;
    }
    return pieces;
  }

  private static List<String> events(List<byte[]> pieces) {
    List<String> given = new ArrayList<>();
    SseSplitter events = new SseSplitter();
    for (byte[] piece : pieces) {
      events.feed(piece);
      drain(events, given);
    }
    events.finish();
    drain(events, given);
    return given;
  }

  private static void drain(SseSplitter events, List<String> given) {
    while (events.next()) {
      String data =
          new String(events.array(), events.offset(), events.length(), StandardCharsets.UTF_8);
      given.add((events.name() == null ? "" : events.name()) + "|" + data);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
