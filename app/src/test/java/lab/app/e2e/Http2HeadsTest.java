package lab.app.e2e;

import static lab.app.e2e.Frames.END_HEADERS;
import static lab.app.e2e.Frames.GOAWAY;
import static lab.app.e2e.Frames.HEADERS;
import static lab.app.e2e.Frames.PREFACE;
import static lab.app.e2e.Frames.RST_STREAM;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The first bytes of a connection, and heads of HTTP/2 as no client of good will sends them. */
class Http2HeadsTest extends WithScriptedNode {
  @Override
  String gateway() {
    return """
        server_settings:
          max_header_size: 8KiB
          header_timeout: 2s
        """;
  }

  private static String[] page(String path, String... more) {
    String[] head = {":method", "GET", ":scheme", "http", ":authority", "localhost", ":path", path};
    String[] all = Arrays.copyOf(head, head.length + more.length);
    System.arraycopy(more, 0, all, head.length, more.length);
    return all;
  }

  private static void isServed(Frames client, int stream) throws Exception {
    Frames.Frame answer = client.head(stream, page("/health/liveness")).next(HEADERS);
    assertThat(answer.stream()).isEqualTo(stream);
    assertThat(client.next(Frames.DATA).says("I'm alive!")).isTrue();
  }

  @Test
  void headersThatAreTooLargeAreRefusedAndTheConnectionStays() throws Exception {
    try (Frames client = Frames.begun(node.port())) {
      // When
      String[] large = page("/v1/models", "x-much", "y".repeat(8_500));
      Frames.Frame answer = client.head(1, large).next(HEADERS);

      // Then
      assertThat(answer.says("431")).isTrue();
      isServed(client, 3);
    }
  }

  @Test
  void headersWithoutEndEndTheConnection() throws Exception {
    try (Frames client = Frames.begun(node.port())) {
      // Given
      client.send(HEADERS, 0, 1, Frames.packed(page("/v1/models")));

      // When
      byte[] more = Frames.packed("x-much", "y".repeat(8_000));
      client.send(Frames.CONTINUATION, 0, 1, more).send(Frames.CONTINUATION, 0, 1, more);

      // Then
      assertThat(client.next(GOAWAY).stream()).isZero();
    }
  }

  @Test
  void aPathThatIsTooLongIsRefused() throws Exception {
    try (Frames client = Frames.begun(node.port())) {
      Frames.Frame answer = client.head(1, page("/v1/models/" + "z".repeat(8_185))).next(HEADERS);

      assertThat(answer.says("414") || answer.says("431")).isTrue();
      isServed(client, 3);
    }
  }

  @Test
  void nothingIsTunnelled() throws Exception {
    try (Frames client = Frames.begun(node.port())) {
      // When
      String[] connect = {":method", "CONNECT", ":authority", "localhost:22"};
      Frames.Frame answer = client.head(1, connect).next(Frames.DATA);

      // Then
      assertThat(answer.says("nothing is tunnelled here")).isTrue();
      isServed(client, 3);
    }
  }

  @Test
  void headersOfOneConnectionAreRefused() throws Exception {
    try (Frames client = Frames.begun(node.port())) {
      // When: a proxy could take it for the end of a request
      String[] chunked = page("/health/liveness", "transfer-encoding", "chunked");
      Frames.Frame answer = client.head(1, chunked).next(RST_STREAM);

      // Then
      assertThat(answer.stream()).isEqualTo(1);
      isServed(client, 3);
    }
  }

  @Test
  void aLengthThatIsNotTheBodysIsRefused() throws Exception {
    try (Frames client = Frames.begun(node.port())) {
      // Given
      int before = asked();
      String[] head = page(CHAT, "content-length", "5");
      head[1] = "POST";

      // When
      client.send(HEADERS, END_HEADERS, 1, Frames.packed(head));
      client.send(Frames.DATA, Frames.END_STREAM, 1, HELLO.getBytes(StandardCharsets.UTF_8));

      // Then
      assertThat(client.next(RST_STREAM).stream()).isEqualTo(1);
      isServed(client, 3);
      assertThat(asked()).isEqualTo(before);
    }
  }

  @Test
  void aPrefaceThatComesInPartsIsHttp2() throws Exception {
    try (Frames client = new Frames(node.port())) {
      // When
      client.raw(Arrays.copyOf(PREFACE, 3)).raw(Arrays.copyOfRange(PREFACE, 3, PREFACE.length));
      client.send(Frames.SETTINGS, 0, 0, new byte[0]);

      // Then
      isServed(client, 1);
    }
  }

  @Test
  void whoAnnouncesHttp2AndSpeaksHttp1IsSentAway() throws Exception {
    try (Frames client = new Frames(node.port())) {
      // Given
      int before = asked();

      // When
      client.raw(PREFACE).raw(Wire.post(CHAT, HELLO).getBytes(StandardCharsets.UTF_8));

      // Then
      assertThat(client.next(GOAWAY).stream()).isZero();
      assertThat(client.closes()).isTrue();
      assertThat(asked()).isEqualTo(before);
    }
  }

  @Test
  void whoSaysNothingOrHalfOfItIsClosed() throws Exception {
    try (Frames nothing = new Frames(node.port());
        Frames half = new Frames(node.port());
        Frames preface = new Frames(node.port());
        Frames settings = Frames.begun(node.port())) {
      // When
      half.raw(Arrays.copyOf(PREFACE, 10));
      preface.raw(PREFACE);

      // Then
      assertThat(nothing.closes()).isTrue();
      assertThat(half.closes()).isTrue();
      assertThat(preface.closes()).isTrue();
      assertThat(settings.closes()).isTrue();
    }
  }

  @Test
  void anUpgradeIsNotSeenAndTheBodyIsRead() throws Exception {
    // Given: as Java's HttpClient asks where it is not told of HTTP/2
    String offer =
        Wire.lines(
            "content-type: application/json",
            "connection: Upgrade, HTTP2-Settings",
            "upgrade: h2c",
            "http2-settings: AAEAAEAAAAIAAAAAAAMAAAAAAAQBAAAAAAUAAEAAAAYABgAA");
    try (Wire wire = new Wire(node.port())) {
      // When: in the first request of a connection, and in a later one
      Answer first = wire.send(Wire.post(CHAT, offer, HELLO)).answer();
      Answer second = wire.send(Wire.post(CHAT, offer, HELLO)).answer();

      // Then
      assertThat(first.status()).isEqualTo(200);
      assertThat(second.status()).isEqualTo(200);
      assertThat(second.body()).contains("Hello to you");
    }
  }
}
