package lab.app.e2e.provider;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.time.Duration;

/** Stands before a server and gives what it answers later than it was given. */
final class SlowProxy implements AutoCloseable {
  private static final String LOCAL = "127.0.0.1";

  private final Vertx vertx;
  private final int behind;
  private volatile Duration delay;
  private int port;

  private SlowProxy(Vertx vertx, int behind, Duration delay) {
    this.vertx = vertx;
    this.behind = behind;
    this.delay = delay;
  }

  /**
   * Starts one.
   *
   * @param behind the server's port
   */
  static SlowProxy before(int behind, Duration delay) throws Exception {
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    SlowProxy proxy = new SlowProxy(vertx, behind, delay);
    NetServer server = vertx.createNetServer().connectHandler(proxy::pass);
    proxy.port = server.listen(0, LOCAL).await(10, SECONDS).actualPort();
    return proxy;
  }

  private void pass(NetSocket client) {
    var unused = client.pause();
    vertx
        .createNetClient()
        .connect(behind, LOCAL)
        .onComplete(
            server -> {
              var unusedReads = client.handler(said -> ignored(server.write(said)));
              var unusedAnswers = server.handler(said -> later(client, said));
              var unusedEnds = client.closeHandler(gone -> ignored(server.close()));
              var unusedResumed = client.resume();
            },
            away -> ignored(client.close()));
  }

  private void later(NetSocket client, Buffer said) {
    if (delay.isZero()) {
      ignored(client.write(said));
    } else {
      long unused = vertx.setTimer(delay.toMillis(), over -> ignored(client.write(said)));
    }
  }

  private static void ignored(Future<Void> done) {
    var unused = done;
  }

  int port() {
    return port;
  }

  /** From now on this late. */
  void delay(Duration later) {
    delay = later;
  }

  @Override
  public void close() {
    var unused =
        vertx.close().toCompletionStage().toCompletableFuture().orTimeout(10, SECONDS).join();
  }
}
