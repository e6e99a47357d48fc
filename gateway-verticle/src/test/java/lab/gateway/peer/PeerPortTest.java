package lab.gateway.peer;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import lab.contract.Usage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets what at the port where nodes read from each other. */
class PeerPortTest {
  private OpenPeer leader;

  @BeforeEach
  void start() throws Exception {
    leader = new OpenPeer();
  }

  @AfterEach
  void stop() throws Exception {
    leader.close();
  }

  /** Answered, and read to its end: what is not read is never given back. */
  private HttpClientResponse answer(HttpMethod method, String path, MultiMap headers)
      throws Exception {
    HttpClient client = leader.vertx().createHttpClient();
    return client
        .request(
            new RequestOptions()
                .setMethod(method)
                .setHost("127.0.0.1")
                .setPort(leader.port())
                .setURI(path)
                .setHeaders(headers))
        .compose(HttpClientRequest::send)
        .compose(response -> response.end().map(response))
        .await(10, SECONDS);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /flights/leader/k, 200",
    "POST, /flights/leader/k, 404",
    "DELETE, /flights/leader/k, 404",
    "GET, /flights/other/k, 404",
    "GET, /, 404"
  })
  void onlyAnswersOfThisNodeAreGiven(String method, String path, int status) throws Exception {
    // Given
    leader.gives((key, reply) -> reply.complete(new End(new Usage(3, 4), null), new byte[] {1}));
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    OpenPeer.signer().sign(method, path, headers);

    // When
    int first = answer(HttpMethod.valueOf(method), path, headers).statusCode();
    int again = answer(HttpMethod.valueOf(method), path, headers).statusCode();

    // Then: a second time it is somebody else's
    assertThat(first).isEqualTo(status);
    assertThat(again).isEqualTo(403);
  }

  @Test
  void aNodeThatDoesNotReadHoldsTheGiverBackAndIsHungUpOnInTheEnd() throws Exception {
    // Given: no end of pieces
    AtomicInteger pieces = new AtomicInteger();
    AtomicBoolean left = new AtomicBoolean();
    leader.gives(
        (key, reply) -> {
          reply.onLeft(() -> left.set(true));
          flood(reply, pieces);
        });
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    OpenPeer.signer().sign("GET", "/flights/leader/k", headers);

    StringBuilder asks = new StringBuilder("GET /flights/leader/k HTTP/1.1\r\nhost: x\r\n");
    headers.forEach((name, value) -> asks.append(name + ": " + value + "\r\n"));

    // When
    try (Socket deaf = new Socket(InetAddress.getLoopbackAddress(), leader.port())) {
      deaf.getOutputStream().write((asks + "\r\n").getBytes(StandardCharsets.US_ASCII));
      String begin = new String(deaf.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);

      // Then
      assertThat(begin).isEqualTo("HTTP/1.1 200");
      await().atMost(Duration.ofSeconds(10)).untilTrue(left);
      assertThat(pieces).hasValueLessThan(1_000);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "GET /flights/leader/k HTTP/1.1\r\nhost: x\r\n",
        "GET /flights/leader/k HTTP/1.1\r\nhost: x\r\n\r\n",
        "POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1000000\r\n\r\nbit by bit"
      })
  void whoDoesNotShowInTimeThatItIsANodeIsHungUpOn(String said) throws Exception {
    // Given: a read that takes longer than that fails
    try (Socket stranger = new Socket(InetAddress.getLoopbackAddress(), leader.port())) {
      stranger.setSoTimeout(10_000);

      // When
      stranger.getOutputStream().write(said.getBytes(StandardCharsets.US_ASCII));
      String heard =
          new String(stranger.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

      // Then
      assertThat(heard).matches("(?s)(HTTP/1.1 403 Forbidden\r\n.*)?");
    }
  }

  @Test
  void theConnectionOfANodeStays() throws Exception {
    // Given: a node that has been answered, and a stranger that came after it
    leader.gives((key, reply) -> reply.complete(new End(new Usage(3, 4), null), new byte[] {1}));
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    OpenPeer.signer().sign("GET", "/flights/leader/k", headers);
    AtomicBoolean closed = new AtomicBoolean();
    HttpClientResponse answer = answer(HttpMethod.GET, "/flights/leader/k", headers);
    var unused = answer.request().connection().closeHandler(end -> closed.set(true));

    // When
    try (Socket stranger = new Socket(InetAddress.getLoopbackAddress(), leader.port())) {
      stranger.setSoTimeout(10_000);
      int end = stranger.getInputStream().read();

      // Then
      assertThat(end).isEqualTo(-1);
      assertThat(closed).isFalse();
    }
  }

  private static void flood(PeerReply reply, AtomicInteger pieces) {
    do {
      pieces.incrementAndGet();
      reply.piece(new byte[100_000]);
    } while (!reply.waits(() -> flood(reply, pieces)));
  }
}
