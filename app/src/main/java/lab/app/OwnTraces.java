package lab.app;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import lab.app.trace.Traces;
import lab.gateway.call.Tracing;
import org.jspecify.annotations.Nullable;

/** The traces of a node, where somebody wants them; else nothing of them is loaded. */
final class OwnTraces {
  /** How long a node that ends tries to deliver its last ones. */
  private static final Duration LAST = Duration.ofSeconds(2);

  private final Vertx vertx;
  private final NodeOptions options;
  private volatile @Nullable Traces open;

  OwnTraces(Vertx vertx, NodeOptions options) {
    this.vertx = vertx;
    this.options = options;
  }

  /** Begins, where the file or the environment says so. */
  Future<Void> begin() {
    ConfigSource source = options.source();
    Map<String, String> wanted =
        TraceOptions.of(
            options.configuration().settings().tracing(),
            source == null ? Map.of() : source.folder().environment());
    return wanted.isEmpty()
        ? Future.succeededFuture()
        : vertx
            .executeBlocking(
                () -> Traces.open(wanted, options.id().value(), Main.Version.current()))
            .onSuccess(traces -> open = traces)
            .<Void>mapEmpty()
            .recover(wrong -> Future.failedFuture(told(wrong)));
  }

  /** What is wrong with the headers quotes them, and there may be a key in them. */
  private static Told told(Throwable wrong) {
    String said = String.valueOf(wrong.getMessage());
    String shown = said.contains("headers") ? "OTEL_EXPORTER_OTLP_HEADERS can not be read" : said;
    return new Told(1, "traces can not begin: " + shown);
  }

  /** Who follows requests, or null where nobody does. */
  @Nullable Tracing tracing() {
    return open;
  }

  /** Spans that found no room in the queue of those that wait. */
  long full() {
    Traces traces = open;
    return traces == null ? 0 : traces.full();
  }

  /** Spans that the collector did not take. */
  long undelivered() {
    Traces traces = open;
    return traces == null ? 0 : traces.undelivered();
  }

  /** Delivers the last ones, and ends. */
  Future<Void> end() {
    Traces traces = open;
    return traces == null
        ? Future.succeededFuture()
        : vertx
            .executeBlocking(
                () -> {
                  traces.close(LAST);
                  return true;
                })
            .mapEmpty();
  }
}
