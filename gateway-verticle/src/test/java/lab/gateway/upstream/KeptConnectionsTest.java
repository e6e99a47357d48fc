package lab.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import lab.gateway.upstream.KeptConnections.Line;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KeptConnectionsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration OLD = Duration.ofSeconds(4);

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final Promise<NetSocket> firstAccepted = Promise.promise();
  private Context loop;
  private int port;
  private KeptConnections kept;

  @BeforeEach
  void start() throws Exception {
    NetServer server =
        vertx
            .createNetServer()
            .connectHandler(
                socket -> {
                  boolean unusedFirst = firstAccepted.tryComplete(socket);
                  NetSocket unused = socket.handler(bytes -> {});
                })
            .listen(0, "127.0.0.1")
            .await(10, TimeUnit.SECONDS);
    port = server.actualPort();
    loop = vertx.getOrCreateContext();
    kept = onLoop(() -> new KeptConnections(vertx, vertx.createHttpClient(), address()));
  }

  @AfterEach
  void close() throws Exception {
    var unused = vertx.close().await(10, TimeUnit.SECONDS);
  }

  private HttpConnectOptions address() {
    return new HttpConnectOptions().setHost("127.0.0.1").setPort(port);
  }

  /** Does it where connections live. */
  private <T> T onLoop(Callable<T> step) throws Exception {
    Promise<T> done = Promise.promise();
    loop.runOnContext(
        start -> {
          try {
            done.complete(step.call());
          } catch (Exception failed) {
            done.fail(failed);
          }
        });
    return done.future().await(10, TimeUnit.SECONDS);
  }

  private void run(Runnable step) throws Exception {
    var unused =
        onLoop(
            () -> {
              step.run();
              return true;
            });
  }

  /** The server's end of the first connection. */
  private NetSocket accepted() throws Exception {
    return firstAccepted.future().await(10, TimeUnit.SECONDS);
  }

  private Line connected() throws Exception {
    Future<Line> connecting = onLoop(() -> kept.connect(PATIENCE));
    return connecting.await(10, TimeUnit.SECONDS);
  }

  private boolean holdsIdle() throws Exception {
    return onLoop(
        () -> {
          Line idle = kept.idle();
          if (idle != null) {
            idle.giveBack();
          }
          return idle != null;
        });
  }

  @Test
  void theOneThatWasUsedLastIsUsedNext() throws Exception {
    // Given
    Line a = connected();
    Line b = connected();

    // When
    run(a::giveBack);
    run(b::giveBack);

    // Then
    assertThat(onLoop(kept::idle)).isSameAs(b);
    assertThat(onLoop(kept::idle)).isSameAs(a);
    assertThat(onLoop(() -> kept.idle() == null)).isTrue();
  }

  @Test
  void onlyOneThatHasLainIdleMayHaveDiedOfOldAge() throws Exception {
    // Given
    Line line = connected();
    assertThat(line.rested()).isFalse();

    // When
    run(line::giveBack);

    // Then
    assertThat(line.rested()).isTrue();
  }

  @Test
  void onlyTheOldAreClosed() throws Exception {
    // Given
    Line old = connected();
    Line young = connected();
    run(old::giveBack);
    long between = System.nanoTime();
    run(young::giveBack);

    // When
    run(() -> kept.closeOlderThan(OLD, between + OLD.toNanos()));

    // Then
    assertThat(onLoop(kept::idle)).isSameAs(young);
    assertThat(onLoop(() -> kept.idle() == null)).isTrue();
    assertThat(onLoop(kept::open)).isEqualTo(1);
  }

  @Test
  void oneThatItsServerClosesIsNotUsedAgain() throws Exception {
    // Given
    Line line = connected();
    run(line::giveBack);
    assertThat(holdsIdle()).isTrue();

    // When
    var unused = accepted().close().await(10, TimeUnit.SECONDS);

    // Then
    await().atMost(PATIENCE).until(() -> !holdsIdle());
    assertThat(onLoop(kept::open)).isZero();
  }

  @Test
  void oneThatWasClosedInUseIsNotKept() throws Exception {
    // Given
    Line line = connected();
    var unused = accepted().close().await(10, TimeUnit.SECONDS);
    await().atMost(PATIENCE).until(() -> onLoop(kept::open) == 0);

    // When
    run(line::giveBack);

    // Then
    assertThat(holdsIdle()).isFalse();
  }

  @Test
  void oneThatIsHungUpIsGoneAtOnceAndCountedOnce() throws Exception {
    // Given
    Line line = connected();
    Line other = connected();
    Promise<Boolean> left = Promise.promise();
    NetSocket unused = accepted().closeHandler(closed -> left.complete(true));

    // When
    int open =
        onLoop(
            () -> {
              line.hangUp();
              line.hangUp();
              return kept.open();
            });

    // Then: and not again when the word of it comes
    assertThat(open).isEqualTo(1);
    assertThat(left.future().await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(onLoop(kept::open)).isEqualTo(1);
    run(other::hangUp);
    assertThat(onLoop(kept::open)).isZero();
  }

  @Test
  void oneThatCanNotBeMadeIsNotCounted() throws Exception {
    // Given
    KeptConnections nowhere =
        onLoop(
            () ->
                new KeptConnections(
                    vertx,
                    vertx.createHttpClient(),
                    new HttpConnectOptions().setHost("127.0.0.1").setPort(closedPort())));

    // When
    Future<Line> connecting = onLoop(() -> nowhere.connect(PATIENCE));

    // Then
    assertThatThrownBy(() -> connecting.await(10, TimeUnit.SECONDS)).isNotNull();
    assertThat(onLoop(nowhere::open)).isZero();
  }

  private static int closedPort() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return taken.getLocalPort();
    }
  }

  @Test
  void timeInWhichTheLoopIsHeldUpIsNotTheProvidersTime() throws Exception {
    try (Socket other = new Socket(InetAddress.getLoopbackAddress(), port)) {
      // Given: far longer than it takes on any machine
      Duration patience = Duration.ofSeconds(1);
      Promise<Line> connecting = Promise.promise();
      NetSocket unused =
          accepted()
              .handler(
                  bytes -> {
                    kept.connect(patience).onComplete(connecting);
                    holdUpFor(patience.plusMillis(100));
                  });

      // When: what comes on another connection takes long to be read
      other.getOutputStream().write('x');

      // Then
      assertThat(connecting.future().await(10, TimeUnit.SECONDS)).isNotNull();
    }
  }

  private static void holdUpFor(Duration time) {
    long start = System.nanoTime();
    while (System.nanoTime() - start < time.toNanos()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void patienceCountsTheHandshakeToo() throws Exception {
    // Given: a server that takes the connection and says no word of TLS
    KeptConnections silent =
        onLoop(() -> new KeptConnections(vertx, vertx.createHttpClient(), address().setSsl(true)));

    // When
    Future<Line> connecting = onLoop(() -> silent.connect(Duration.ofMillis(50)));

    // Then
    assertThatThrownBy(() -> connecting.await(10, TimeUnit.SECONDS))
        .isInstanceOf(TimeoutException.class);
  }
}
