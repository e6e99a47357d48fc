package lab.app.trace;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;

/**
 * Keeps spans from a full queue, and counts them. The library's own queue, which is as long, loses
 * those for which it has no room without a word.
 *
 * @param queue delivers spans some time after they have ended
 * @param room how many may wait there
 * @param lost counts
 */
record BoundedSpans(SpanProcessor queue, int room, LostSpans lost) implements SpanProcessor {

  @Override
  public void onStart(Context parent, ReadWriteSpan span) {
    queue.onStart(parent, span);
  }

  @Override
  public boolean isStartRequired() {
    return queue.isStartRequired();
  }

  @Override
  public void onEnd(ReadableSpan span) {
    // Others are not delivered anyway.
    if (span.getSpanContext().isSampled() && lost.mayWait(room)) {
      queue.onEnd(span);
    }
  }

  @Override
  public boolean isEndRequired() {
    return queue.isEndRequired();
  }

  @Override
  public CompletableResultCode shutdown() {
    return queue.shutdown();
  }

  @Override
  public CompletableResultCode forceFlush() {
    return queue.forceFlush();
  }
}
