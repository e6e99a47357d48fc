package lab.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Requests whose end two servers could see in two places. Each carries a whole second request where
 * one of the two would look for it; the provider must never see that one.
 */
class FramingTest extends WithScriptedNode {
  private static final String HEAD = "POST " + CHAT + " HTTP/1.1\r\nhost: x\r\n";
  private static final String SMUGGLED =
      Wire.post(CHAT, HELLO.replace("Hello", "I was smuggled in"));
  private static final String CHUNKED = "2\r\n{}\r\n0\r\n\r\n";

  static Stream<Arguments> twoLengths() {
    int length = HELLO.length();
    String both = "content-length: " + length + "\r\n";
    return Stream.of(
        Arguments.of("both lengths", both + "transfer-encoding: chunked\r\n\r\n" + CHUNKED),
        Arguments.of(
            "both, the other way", "transfer-encoding: chunked\r\n" + both + "\r\n" + HELLO),
        Arguments.of("both, no such coding", both + "transfer-encoding: xchunked\r\n\r\n" + HELLO),
        Arguments.of("both, identity", both + "transfer-encoding: identity\r\n\r\n" + HELLO),
        Arguments.of("two lengths", both + "content-length: 2\r\n\r\n" + HELLO),
        Arguments.of("two equal lengths", both + both + "\r\n" + HELLO),
        Arguments.of("two in one", "content-length: " + length + ", 2\r\n\r\n" + HELLO),
        Arguments.of(
            "two equal in one", "content-length: " + length + "," + length + "\r\n\r\n" + HELLO),
        Arguments.of("a sign", "content-length: +" + length + "\r\n\r\n" + HELLO),
        Arguments.of("a negative length", "content-length: -1\r\n\r\n" + HELLO),
        Arguments.of("a hexadecimal length", "content-length: 0x10\r\n\r\n" + HELLO),
        Arguments.of("a length with a blank", "content-length: 1 0\r\n\r\n" + HELLO),
        Arguments.of("an empty length", "content-length:\r\n\r\n" + HELLO),
        Arguments.of("a huge length", "content-length: 18446744073709551617\r\n\r\n" + HELLO),
        Arguments.of("an unknown coding", "transfer-encoding: xchunked\r\n\r\n" + CHUNKED),
        Arguments.of("chunked not last", "transfer-encoding: chunked, identity\r\n\r\n" + CHUNKED),
        Arguments.of("compressed chunks", "transfer-encoding: gzip, chunked\r\n\r\n" + CHUNKED),
        Arguments.of(
            "chunked twice",
            "transfer-encoding: chunked\r\ntransfer-encoding: chunked\r\n\r\n" + CHUNKED),
        Arguments.of(
            "chunked and not",
            "transfer-encoding: chunked\r\ntransfer-encoding: identity\r\n\r\n" + CHUNKED),
        Arguments.of("quoted", "transfer-encoding: \"chunked\"\r\n\r\n" + CHUNKED),
        Arguments.of("a vertical tab", "transfer-encoding: \u000bchunked\r\n\r\n" + CHUNKED),
        Arguments.of("a space before the colon", "transfer-encoding : chunked\r\n\r\n" + CHUNKED),
        Arguments.of("a tab before the colon", "content-length\t: 2\r\n\r\n{}"),
        Arguments.of("a folded coding", "transfer-encoding:\r\n chunked\r\n\r\n" + CHUNKED),
        Arguments.of("a space inside a name", "transfer encoding: chunked\r\n\r\n" + CHUNKED),
        Arguments.of("a letter beyond ASCII", both + "transfer-encodin\u0121: chunked\r\n\r\n"),
        Arguments.of("a bare CR", both + "x: y\rtransfer-encoding: chunked\r\n\r\n" + HELLO),
        Arguments.of("a NUL", both + "x: y\0z\r\n\r\n" + HELLO),
        Arguments.of(
            "a header without a colon", both + "transfer-encoding chunked\r\n\r\n" + HELLO),
        Arguments.of("a second host", "host: y\r\ncontent-length: 2\r\n\r\n{}"),
        Arguments.of("the same host again", "Host: x\r\ncontent-length: 2\r\n\r\n{}"),
        Arguments.of("a header without a name", both + ": chunked\r\n\r\n" + HELLO));
  }

  @Test
  void aRequestWithoutAHostIsToldSo() throws Exception {
    try (Wire wire = new Wire(node.port())) {
      // When
      Answer answer = wire.send("GET /v1/models HTTP/1.1\r\n\r\n").answer();

      // Then
      answer.isRefusal(400, "bad_http");
      assertThat(answer.body()).contains("no Host header");
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("twoLengths")
  void aHeadThatCanBeReadInTwoWaysIsRefusedAndNothingAfterItIsRead(String what, String head)
      throws Exception {
    // Given
    int before = asked();
    try (Wire wire = new Wire(node.port())) {
      // When
      Answer answer = wire.send(HEAD + head + SMUGGLED).answer();

      // Then
      answer.isRefusal(400, "bad_http");
      assertThat(answer.keepsConnection()).isFalse();
      assertThat(wire.closes()).as("closed after it").isTrue();
      assertThat(asked()).as("requests that reached the provider").isEqualTo(before);
    }
  }

  @Test
  void aFoldedHeaderIsOneHeader() throws Exception {
    // Given: a server that took the second line for a header of its own would wait for 500 bytes
    String folded = HEAD + "content-length: 2\r\nx: y\r\n content-length: 500\r\n\r\n[]";
    try (Wire wire = new Wire(node.port())) {
      // When
      Answer answer = wire.send(folded).answer();
      Answer next = wire.send(Wire.post(CHAT, HELLO)).answer();

      // Then
      answer.isRefusal(400, "invalid_type");
      assertThat(next.status()).isEqualTo(200);
    }
  }

  @Test
  void aHeaderLineBeforeAnyHeaderIsNoFold() throws Exception {
    // When
    Answer answer =
        ask("POST " + CHAT + " HTTP/1.1\r\n content-length: 500\r\nhost: x\r\n\r\n" + SMUGGLED);

    // Then
    answer.isRefusal(400, "bad_http");
  }

  static Stream<Arguments> badChunks() {
    return Stream.of(
        Arguments.of("no number", "zz\r\n{}\r\n0\r\n\r\n"),
        Arguments.of("negative", "-2\r\n{}\r\n0\r\n\r\n"),
        Arguments.of("a sign", "+2\r\n{}\r\n0\r\n\r\n"),
        Arguments.of("0x", "0x2\r\n{}\r\n0\r\n\r\n"),
        Arguments.of("too large a number", "ffffffffffffffff2\r\n{}\r\n0\r\n\r\n"),
        Arguments.of("overflowing to two", "100000002\r\n{}\r\n0\r\n\r\n"),
        Arguments.of("empty", "\r\n{}\r\n0\r\n\r\n"),
        Arguments.of("longer than said", "1\r\n{}\r\n0\r\n\r\n"),
        Arguments.of("no line end after it", "2\r\n{}0\r\n\r\n"),
        Arguments.of("a bare line feed", "2\n{}\n0\n\n"),
        Arguments.of("a bare line feed in an extension", "2;a\n{}\r\n0\r\n\r\n"),
        Arguments.of("a bare CR in an extension", "2;a\rb\r\n{}\r\n0\r\n\r\n"),
        Arguments.of("an endless extension", "2;" + "e".repeat(20_000) + "\r\n{}\r\n0\r\n\r\n"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badChunks")
  void aBrokenChunkIsRefusedAndNothingAfterItIsRead(String what, String body) throws Exception {
    // Given
    int before = asked();
    try (Wire wire = new Wire(node.port())) {
      // When
      Answer answer =
          wire.send(HEAD + "transfer-encoding: chunked\r\n\r\n" + body + SMUGGLED).answer();

      // Then
      assertThat(answer.status()).as(answer.body()).isIn(400, 413);
      assertThat(answer.error().getString("message")).isNotBlank();
      assertThat(wire.closes()).as("closed after it").isTrue();
      assertThat(asked()).as("requests that reached the provider").isEqualTo(before);
    }
  }

  static Stream<Arguments> noRequests() {
    return Stream.of(
        Arguments.of("no words", "\0\1\2\3 \r\n\r\n"),
        Arguments.of("TLS", "\26\3\1\2\0\1\0\1\374\3\3\r\n\r\n"),
        Arguments.of("an unknown version", "GET /v1/models HTTP/3.7\r\nhost: x\r\n\r\n"),
        Arguments.of("a version in odd writing", "GET / HTTP/01.1\r\nhost: x\r\n\r\n"),
        Arguments.of("no version", "GET /v1/models\r\n\r\n"),
        Arguments.of("only a method", "GET\r\n\r\n"),
        Arguments.of("a method with a comma", "G,T / HTTP/1.1\r\nhost: x\r\n\r\n"),
        Arguments.of("a path with a space", "GET /a b HTTP/1.1\r\nhost: x\r\n\r\n"),
        Arguments.of("nearly HTTP/2", "PRI * HTTP/2.0\r\n\r\nSN\r\n\r\n"),
        Arguments.of("a bare CR in the line", "GET /v1/models\rx HTTP/1.1\r\nhost: x\r\n\r\n"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("noRequests")
  void whatIsNoRequestIsRefusedAndNothingAfterItIsRead(String what, String bytes) throws Exception {
    // Given
    int before = asked();
    try (Wire wire = new Wire(node.port())) {
      // When
      Answer answer = wire.send(bytes + SMUGGLED).answer();

      // Then
      answer.isRefusal(400, "bad_http");
      assertThat(wire.closes()).as("closed after it").isTrue();
      assertThat(asked()).as("requests that reached the provider").isEqualTo(before);
    }
  }

  @Test
  void aBodyThatEndsEarlyIsNoRequest() throws Exception {
    // Given
    int before = asked();
    try (Wire wire = new Wire(node.port())) {
      // When
      wire.send(HEAD + "content-length: " + (HELLO.length() + 1) + "\r\n\r\n" + HELLO);
      wire.endSending();

      // Then
      assertThat(wire.closes()).isTrue();
      assertThat(asked()).isEqualTo(before);
    }
  }
}
