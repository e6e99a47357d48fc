package lab.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vertx.core.net.impl.ConnectionBase;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import lab.app.log.LibraryNoise;
import lab.contract.AttemptOutcome.Ending;
import lab.gateway.Serving;
import lab.gateway.call.Crowd;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/**
 * Whatever a client of HTTP/2 sends, or does not send, its connection ends once it has no more to
 * say or is gone, and nothing else does: no provider is blamed for it.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class Http2FuzzTest extends WithScriptedNode {
  private static final boolean SOAK = Boolean.getBoolean("lab.soak");
  private static final long SEED = SOAK ? System.nanoTime() : 20_261_122;
  private static final int TIMES = SOAK ? 10_000 : 150;

  /** Each sends at once what keeps an event loop busy for a while. */
  private static final int WORKERS = 16;

  /** After this a node that waits for more is told that nothing more comes. */
  private static final Duration MOMENT = Duration.ofMillis(60);

  /** Nothing but the end of what its client sends ends a connection before that. */
  private static final Duration SLOWEST = Duration.ofMinutes(2);

  private final Logger access = (Logger) LoggerFactory.getLogger("lab.access");

  /** As a node's own log has it: it tells of everybody who speaks no HTTP/2. */
  private final Logger strangers = (Logger) LoggerFactory.getLogger(ConnectionBase.class);

  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private Crowd clients = new Crowd(() -> 0);
  private LeakWatch leaks = new LeakWatch();

  @Override
  String gateway() {
    return "server_settings: {header_timeout: 10m, idle_timeout: 10m}\n";
  }

  @Override
  Serving serving(Serving usual) {
    clients = usual.capacity().connections();
    return usual;
  }

  @BeforeEach
  void listen() {
    access.setLevel(Level.ERROR);
    strangers.setLevel(Level.OFF);
    lines.addFilter(new LibraryNoise());
    lines.start();
    root.addAppender(lines);
  }

  @AfterEach
  void stopListening() {
    root.detachAppender(lines);
    access.setLevel(null);
    strangers.setLevel(null);
    leaks.close();
  }

  @Test
  void everyConnectionEndsAndNothingBreaks() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(WORKERS)) {
      // Given
      FrameNoise noise = new FrameNoise(SEED);
      List<Callable<String>> all = new ArrayList<>();
      for (int i = 0; i < TIMES; i++) {
        byte[] input = noise.connection();
        all.add(i % 3 == 0 ? () -> left(input) : () -> heard(input));
      }

      // When
      List<Future<String>> heard = threads.invokeAll(all);

      // Then
      int served = 0;
      for (Future<String> one : heard) {
        served += one.get().contains("I'm alive!") ? 1 : 0;
      }
      assertThat(served).as("of all: or little is tested").isGreaterThan(TIMES / 20);
      assertThat(ask(Wire.head("GET", "/health/liveness")).status()).isEqualTo(200);
      await().atMost(SLOWEST).until(() -> clients.inside() == 0);
      assertThat(node.told().attempts().all())
          .isNotEmpty()
          .noneMatch(one -> one.ending() instanceof Ending.Failed);
      assertThat(List.copyOf(lines.list)).noneMatch(Http2FuzzTest::tellsOfABug);
      assertThat(leaks.leaks()).isEmpty();
    }
  }

  private static boolean tellsOfABug(ILoggingEvent line) {
    return line.getLevel().equals(Level.ERROR) || line.getThrowableProxy() != null;
  }

  /** Everything that comes until the node closes, which it must. */
  private String heard(byte[] input) throws IOException {
    try (Wire wire = new Wire(node.port())) {
      return wire.sendWhileItIsTaken(input).allUntilClosed(MOMENT, SLOWEST);
    } catch (SocketTimeoutException hangs) {
      throw new AssertionError("not closed: " + describe(input), hangs);
    }
  }

  /** Leaves without a look at what comes. */
  private String left(byte[] input) throws IOException {
    try (Wire wire = new Wire(node.port())) {
      wire.sendWhileItIsTaken(input);
      return "";
    }
  }

  private static String describe(byte[] input) {
    return "seed %d: %s".formatted(SEED, HexFormat.of().formatHex(input));
  }
}
