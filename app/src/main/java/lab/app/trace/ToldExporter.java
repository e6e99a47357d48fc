package lab.app.trace;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the log when traces can not be delivered any more, and when they can again. */
final class ToldExporter implements SpanExporter {
  private static final Logger LOG = LoggerFactory.getLogger(ToldExporter.class);

  private final SpanExporter wire;
  private final LostSpans lost;
  private final AtomicBoolean failing = new AtomicBoolean();

  /**
   * @param wire delivers them
   * @param lost counts those that it does not
   */
  ToldExporter(SpanExporter wire, LostSpans lost) {
    this.wire = wire;
    this.lost = lost;
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    // The collection is used again for the next ones.
    int count = spans.size();
    lost.sent(count);
    CompletableResultCode result = wire.export(spans);
    return result.whenComplete(() -> told(result, count));
  }

  private void told(CompletableResultCode result, int spans) {
    boolean failed = !result.isSuccess();
    if (failed) {
      lost.undelivered(spans);
    }
    if (failing.compareAndSet(!failed, failed)) {
      if (failed) {
        LOG.atWarn().addKeyValue("because", why(result)).log("traces can not be delivered");
      } else {
        LOG.info("traces are delivered again");
      }
    }
  }

  /** The kind of failure alone: its words have the address in them, which may have a key in it. */
  private static String why(CompletableResultCode result) {
    Throwable failure = result.getFailureThrowable();
    return failure == null ? "refused" : failure.getClass().getSimpleName();
  }

  @Override
  public CompletableResultCode flush() {
    return wire.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return wire.shutdown();
  }
}
