package lab.health.poll;

import static java.time.Duration.ofSeconds;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import lab.config.HealthChecks;
import lab.config.Provider;
import lab.contract.ModelName;
import lab.contract.NodeId;
import lab.contract.ProbeReport;
import lab.contract.ProbeReport.Finding;
import org.jspecify.annotations.Nullable;

/** Polls of small servers on free ports of this machine, and what they report. */
final class Polling {
  static final String LIST = "{\"data\":[{\"id\":\"a\"},{\"id\":\"b\"}]}";
  static final Finding.Up UP = new Finding.Up(List.of(new ModelName("a"), new ModelName("b")));

  /** Longer than a test. */
  static final Duration FAR = Duration.ofHours(1);

  private final Vertx vertx = Vertx.vertx();
  private final BlockingQueue<ProbeReport> reports = new LinkedBlockingQueue<>();

  Vertx vertx() {
    return vertx;
  }

  void close() {
    await(vertx.close());
  }

  /** One poll of one try. */
  static HealthChecks once() {
    return Providers.checks(FAR, ofSeconds(5), 1);
  }

  /** Who polls here. */
  static final NodeId SELF = new NodeId("n1");

  void poll(HealthChecks checks, Provider provider) {
    poll(checks, provider, null);
  }

  void poll(HealthChecks checks, Provider provider, @Nullable ProbeReport before) {
    Poller poller = new Poller(vertx, provider, checks, SELF, reports::add);
    vertx.getOrCreateContext().runOnContext(start -> poller.start(before));
  }

  @CanIgnoreReturnValue
  ProbeReport next() throws InterruptedException {
    ProbeReport report = reports.poll(30, SECONDS);
    assertThat(report).as("a report within 30 s").isNotNull();
    return report;
  }

  String serve(Handler<HttpServerRequest> handler) {
    return base(listen(handler));
  }

  HttpServer listen(Handler<HttpServerRequest> handler) {
    return await(vertx.createHttpServer().requestHandler(handler).listen(0, "127.0.0.1"));
  }

  static String base(HttpServer server) {
    return "http://127.0.0.1:" + server.actualPort();
  }

  @CanIgnoreReturnValue
  static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(30, SECONDS).join();
  }
}
