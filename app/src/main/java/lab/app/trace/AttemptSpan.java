package lab.app.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapSetter;
import java.time.Duration;
import java.util.function.BiConsumer;
import lab.contract.AttemptOutcome;
import lab.contract.AttemptOutcome.Ending;
import lab.contract.FailureKind;
import lab.gateway.call.Tracing;

/** One attempt at one provider. Event loop of its exchange. */
final class AttemptSpan implements Tracing.OfAttempt {
  private static final TextMapSetter<BiConsumer<String, String>> PUT =
      (put, name, value) -> {
        if (put != null) {
          put.accept(name, value);
        }
      };

  private static final double NANOS = Duration.ofSeconds(1).toNanos();

  private final Span span;
  private final Context within;

  /**
   * @param within has the span as its own
   */
  AttemptSpan(Span span, Context within) {
    this.span = span;
    this.within = within;
  }

  @Override
  public void headers(BiConsumer<String, String> put) {
    W3CTraceContextPropagator.getInstance().inject(within, put, PUT);
  }

  @Override
  public void over(AttemptOutcome outcome) {
    if (span.isRecording()) {
      describe(outcome);
    }
    span.end();
  }

  private void describe(AttemptOutcome outcome) {
    var unused = span.setAttribute(Names.STREAMED, outcome.streamed());
    Duration first = outcome.toFirstContent();
    if (outcome.streamed() && first != null) {
      unused = span.setAttribute(Names.FIRST, first.toNanos() / NANOS);
    }
    RequestSpan.used(span, outcome.usage());
    switch (outcome.ending()) {
      case Ending.Succeeded _ -> {}
      case Ending.Failed failed ->
          unused =
              span.setAttribute(Names.ERROR, failed.kind().label()).setStatus(StatusCode.ERROR);
      // Its client left, which says nothing of the provider.
      case Ending.Abandoned _ ->
          unused = span.setAttribute(Names.ERROR, FailureKind.CANCELLED.label());
    }
  }
}
