package lab.testkit.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** Every reply is on the wire as it was told. */
class RepliesTest extends WithProvider {
  @Test
  void piecesOfABodyAreChunksCutWhereTheScriptSays() throws Exception {
    // Given
    provider.then(Reply.ok().bodyCutAt("data: é\n\n", 2, 7).thenClose());
    try (RawClient client = new RawClient(provider)) {
      // When
      byte[] wire = client.post("/", "").readAll();

      // Then
      assertThat(new String(wire, StandardCharsets.ISO_8859_1))
          .endsWith("\r\n\r\n2\r\nda\r\n5\r\nta: Ã\r\n3\r\n©\n\n\r\n");
    }
  }

  @Test
  void aBodyCanComeByteByByte() throws Exception {
    // Given
    provider.then(Reply.ok().bodyByteByByte("abc"));
    try (RawClient client = new RawClient(provider)) {
      // When
      String wire = client.post("/", "").readThrough("0\r\n\r\n");

      // Then
      assertThat(wire).endsWith("1\r\na\r\n1\r\nb\r\n1\r\nc\r\n0\r\n\r\n");
    }
  }

  @Test
  void aGateHoldsTheReplyUntilTheTestOpensIt() throws Exception {
    // Given
    Gate gate = new Gate();
    provider.then(Reply.ok().untilClose().body("before").at(gate).body("after"));
    try (RawClient client = new RawClient(provider)) {
      client.post("/", "").readThrough("before");
      done(gate.reached());
      boolean held = client.hearsNothingFor(Duration.ofMillis(50));

      // When
      gate.open();

      // Then
      assertThat(client.readText()).isEqualTo("after");
      assertThat(held).isTrue();
    }
  }

  @Test
  void theEndOfABodyCanComeWithItsLastPiece() throws Exception {
    // Given
    Gate gate = new Gate();
    provider.then(Reply.ok().body("one").body("two").endedInOneWrite().at(gate));
    try (RawClient client = new RawClient(provider)) {
      // When
      String wire = client.post("/", "").readThrough("0\r\n\r\n");

      // Then: all of it is here while the script stands at the gate, and it comes once
      assertThat(wire).endsWith("\r\n\r\n3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n");
      gate.open();
      assertThat(client.hearsNothingFor(Duration.ofMillis(50))).isTrue();
    }
  }

  @Test
  void aDripTakesAtLeastItsPauses() throws Exception {
    // Given
    provider.then(Reply.ok().untilClose().dripped("abc", Duration.ofMillis(20)));
    try (RawClient client = new RawClient(provider)) {
      Instant start = Instant.now();

      // When
      String wire = client.post("/", "").readText();

      // Then
      assertThat(wire).endsWith("\r\n\r\nabc");
      assertThat(Duration.between(start, Instant.now())).isGreaterThan(Duration.ofMillis(55));
    }
  }

  @Test
  void aContentLengthCanLie() throws Exception {
    // Given
    provider.then(Reply.ok().claiming(100).body("short").thenClose());
    try (RawClient client = new RawClient(provider)) {
      // When
      String wire = client.post("/", "").readText();

      // Then
      assertThat(wire).contains("content-length: 100\r\n").endsWith("\r\n\r\nshort");
    }
  }

  @Test
  void aBodyCanBeCompressedAlthoughNobodyAsked() throws Exception {
    // Given
    provider.then(Reply.ok().untilClose().gzipped().body("data: 1\n\n").body("data: 2\n\n"));
    try (RawClient client = new RawClient(provider)) {
      String head = client.post("/", "").readThrough("\r\n\r\n");

      // When
      byte[] body = client.readAll();

      // Then
      assertThat(head).contains("content-encoding: gzip\r\n");
      assertThat(new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes())
          .asString(StandardCharsets.UTF_8)
          .isEqualTo("data: 1\n\ndata: 2\n\n");
    }
  }

  @Test
  void aCompressedBodyHasItsTrueLength() throws Exception {
    // Given
    provider.then(Reply.json(200, "{\"a\":1}").gzipped().thenClose());
    try (RawClient client = new RawClient(provider)) {
      String head = client.post("/", "").readThrough("\r\n\r\n");

      // When
      byte[] body = client.readAll();

      // Then
      assertThat(head).contains("content-length: ");
      assertThat(body.length).isLessThan(Integer.parseInt(lengthIn(head)) + 1);
    }
  }

  private static String lengthIn(String head) {
    return head.replaceFirst("(?s).*content-length: (\\d+).*", "$1");
  }

  @Test
  void aRedirectNamesItsTarget() throws Exception {
    // Given
    provider.then(Reply.redirect(307, "http://elsewhere.invalid/"));
    try (RawClient client = new RawClient(provider)) {
      // When
      String head = client.post("/", "").readThrough("\r\n\r\n");

      // Then
      assertThat(head)
          .startsWith("HTTP/1.1 307 Temporary Redirect\r\n")
          .contains("location: http://elsewhere.invalid/\r\n", "content-length: 0\r\n");
    }
  }

  @Test
  void bytesMayFollowTheEndOfABody() throws Exception {
    // Given
    provider.then(Reply.ok().body("x").ended().raw("HTTP/1.1 200 OK\r\n\r\n").thenClose());
    try (RawClient client = new RawClient(provider)) {
      // When
      String wire = client.post("/", "").readText();

      // Then
      assertThat(wire).endsWith("1\r\nx\r\n0\r\n\r\nHTTP/1.1 200 OK\r\n\r\n");
    }
  }
}
