package lab.gateway.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InflatedTest {
  private final Feed feed = new Feed();
  private final List<String> got = new ArrayList<>();

  private ReadStream<Buffer> reading(String encoding) {
    ReadStream<Buffer> body = Inflated.of(feed, encoding);
    ReadStream<Buffer> unused =
        body.handler(piece -> got.add(piece.toString(UTF_8)))
            .endHandler(end -> got.add("END"))
            .exceptionHandler(broken -> got.add("BROKEN"));
    return body;
  }

  /** What a server sends for these, flushed after each. */
  private static List<byte[]> packed(String encoding, String... texts) throws IOException {
    ByteArrayOutputStream wire = new ByteArrayOutputStream();
    List<byte[]> pieces = new ArrayList<>();
    try (DeflaterOutputStream packing =
        encoding.endsWith("gzip")
            ? new GZIPOutputStream(wire, 512, true)
            : new DeflaterOutputStream(wire, true)) {
      for (String text : texts) {
        packing.write(text.getBytes(UTF_8));
        packing.flush();
        pieces.add(wire.toByteArray());
        wire.reset();
      }
    }
    pieces.add(wire.toByteArray());
    return pieces;
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "x-gzip", "GZIP", "deflate"})
  void whatCanBeReadOfAPieceIsGivenAtOnce(String encoding) throws IOException {
    // Given
    List<byte[]> pieces = packed(encoding.toLowerCase(Locale.ROOT), "one ", "two");
    ReadStream<Buffer> unused = reading(encoding);

    // When
    feed.push(Buffer.buffer(pieces.get(0)));

    // Then
    assertThat(got).containsExactly("one ");

    // When
    feed.push(Buffer.buffer(pieces.get(1)));
    feed.push(Buffer.buffer(pieces.get(2)));
    feed.end();

    // Then
    assertThat(got).containsExactly("one ", "two", "END");
  }

  @Test
  void itDoesNotMatterWhereThePiecesAreCut() throws IOException {
    // Given
    ReadStream<Buffer> unused = reading("gzip");

    // When
    for (byte[] piece : packed("gzip", "one ", "two")) {
      for (byte one : piece) {
        feed.push(Buffer.buffer(new byte[] {one}));
      }
    }

    // Then
    assertThat(String.join("", got)).isEqualTo("one two");
  }

  @Test
  void whatIsNotCompressedAlthoughItSaysSoIsBroken() {
    // Given
    ReadStream<Buffer> unused = reading("gzip");

    // When
    feed.push("plain text");

    // Then
    assertThat(got).containsExactly("BROKEN");
  }

  @Test
  void aPieceMayUnpackToMegabytes() throws IOException {
    // Given
    ReadStream<Buffer> unused = reading("gzip");
    String large = " ".repeat(Inflated.MOST_AT_ONCE / 2);

    // When
    feed.push(Buffer.buffer(packed("gzip", large).getFirst()));

    // Then
    assertThat(String.join("", got)).isEqualTo(large);
  }

  @Test
  void aPieceThatUnpacksWithoutEndIsBroken() throws IOException {
    // Given
    ReadStream<Buffer> unused = reading("gzip");

    // When
    feed.push(Buffer.buffer(packed("gzip", " ".repeat(2 * Inflated.MOST_AT_ONCE)).getFirst()));

    // Then
    assertThat(got).endsWith("BROKEN");
    assertThat(got.stream().mapToInt(String::length).sum())
        .isLessThanOrEqualTo(Inflated.MOST_AT_ONCE + "BROKEN".length());
  }

  @Test
  void thatTheConnectionBrokeIsTold() {
    // Given
    ReadStream<Buffer> unused = reading("gzip");

    // When
    feed.breakOff();

    // Then
    assertThat(got).containsExactly("BROKEN");
  }

  @Test
  void pressureGoesThrough() {
    // Given
    ReadStream<Buffer> body = reading("gzip");

    // When
    ReadStream<Buffer> unused = body.pause();

    // Then
    assertThat(feed.paused()).isTrue();

    // When
    ReadStream<Buffer> unusedToo = body.resume();

    // Then
    assertThat(feed.paused()).isFalse();
  }

  @Test
  void whatNobodyCompressedIsPassedAsItIs() {
    assertThat(Inflated.of(feed, "identity")).isSameAs(feed);
  }
}
