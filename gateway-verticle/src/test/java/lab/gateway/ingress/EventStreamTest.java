package lab.gateway.ingress;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Watchers that read, do not read, and have to leave. */
@Timeout(value = 60, unit = SECONDS)
class EventStreamTest {
  private static final int SMALL = 8 * 1_024;
  private static final JsonObject LONG = new JsonObject().put("words", "x".repeat(512 * 1_024));

  private final Vertx vertx = Vertx.vertx();
  private final AtomicInteger rounds = new AtomicInteger();
  private final AtomicInteger over = new AtomicInteger();
  private final AtomicBoolean leaving = new AtomicBoolean();
  private HttpServer server;

  @BeforeEach
  void start() {
    server =
        done(
            vertx
                .createHttpServer(new HttpServerOptions().setSendBufferSize(SMALL))
                .requestHandler(
                    request -> {
                      EventStream events = new EventStream(vertx, request, leaving::get);
                      events.begin("words", () -> round(events), over::incrementAndGet);
                    })
                .listen(0, "127.0.0.1"));
  }

  private void round(EventStream events) {
    rounds.incrementAndGet();
    events.say(LONG);
  }

  @AfterEach
  void close() {
    var unused = done(vertx.close());
  }

  private static <T> T done(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(30, SECONDS).join();
  }

  private Socket asked(String method) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(SMALL);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.actualPort()));
    socket
        .getOutputStream()
        .write((method + " / HTTP/1.1\r\nhost: x\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static BufferedReader reader(Socket socket) throws IOException {
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
  }

  @Test
  @Tag("soak")
  void aWatcherThatDoesNotReadIsAskedForNothingAndCutOff() throws Exception {
    try (Socket socket = asked("GET")) {
      // When: nobody reads
      await().atMost(Duration.ofSeconds(30)).until(() -> over.get() > 0);

      // Then
      assertThat(over).hasValue(1);
      assertThat(rounds.get()).isBetween(1, 30);
      assertThat(socket.isClosed()).isFalse();
    }
  }

  @Test
  void aWatcherThatReadsGetsAllAndAnEndWhenTheNodeLeaves() throws Exception {
    try (Socket socket = asked("GET");
        BufferedReader lines = reader(socket)) {
      // When
      long events = lines.lines().filter(line -> line.startsWith("data: ")).limit(3).count();
      leaving.set(true);
      boolean ended = lines.lines().anyMatch("0"::equals);

      // Then
      assertThat(events).isEqualTo(3);
      assertThat(ended).as("the last chunk").isTrue();
      assertThat(over).hasValue(1);
    }
  }

  @Test
  void whoAsksForTheHeadAloneIsNoWatcher() throws Exception {
    try (Socket socket = asked("HEAD");
        BufferedReader lines = reader(socket)) {
      // When
      String status = lines.readLine();

      // Then
      assertThat(status).isEqualTo("HTTP/1.1 200 OK");
      await().until(() -> over.get() == 1);
      assertThat(rounds).hasValue(0);
    }
  }
}
