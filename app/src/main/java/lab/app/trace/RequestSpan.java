package lab.app.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import lab.contract.CallFinished;
import lab.contract.Candidate;
import lab.contract.FailureKind;
import lab.contract.Usage;
import lab.gateway.call.Tracing;
import org.jspecify.annotations.Nullable;

/** One request. Event loop of its exchange. */
final class RequestSpan implements Tracing.OfRequest {
  /** A client may ask for a model by a name of a megabyte. */
  private static final int LONGEST_NAME = 256;

  private static final int BROKEN = 500;
  private static final int REFUSED = 400;

  private final Tracer tracer;
  private final Span span;
  private final Context within;
  private final String operation;
  private Tracing.@Nullable Target last;

  /**
   * @param within has the span as its own
   * @param operation as the conventions call it
   */
  RequestSpan(Tracer tracer, Span span, Context within, String operation) {
    this.tracer = tracer;
    this.span = span;
    this.within = within;
    this.operation = operation;
  }

  @Override
  public Tracing.OfAttempt attempt(Candidate candidate, Tracing.Target target) {
    last = target;
    String model = candidate.model().value();
    Span begun =
        tracer
            .spanBuilder(operation + " " + shortened(model))
            .setParent(within)
            .setSpanKind(SpanKind.CLIENT)
            .setAttribute(Names.OPERATION, operation)
            .setAttribute(Names.PROVIDER, target.type())
            .setAttribute(Names.CONFIGURED, candidate.provider().value())
            .setAttribute(Names.ASKED, model)
            .setAttribute(Names.HOST, target.host())
            .setAttribute(Names.PORT, (long) target.port())
            .startSpan();
    return new AttemptSpan(begun, within.with(begun));
  }

  /** Attributes are cut by the library, names are not. */
  private static String shortened(String model) {
    return model.length() > LONGEST_NAME ? model.substring(0, LONGEST_NAME) : model;
  }

  @Override
  public void over(CallFinished call) {
    if (span.isRecording()) {
      describe(call);
    }
    span.end();
  }

  private void describe(CallFinished call) {
    var unused =
        span.setAttribute(Names.REQUEST_ID, call.call().value())
            .setAttribute(Names.STATUS, (long) call.status())
            .setAttribute(Names.STREAMED, call.streamed())
            .setAttribute(Names.ATTEMPTS, (long) call.attempts());
    if (call.model() != null) {
      unused = span.setAttribute(Names.ASKED, call.model().value());
    }
    if (call.stage() != null) {
      unused = span.setAttribute(Names.STAGE, call.stage().label());
    }
    if (call.cache() != null) {
      unused = span.setAttribute(Names.CACHE, call.cache().label());
    }
    if (call.servedBy() != null) {
      served(call.servedBy());
    }
    used(span, call.usage());
    failed(call.status(), call.failure());
  }

  private void served(Candidate by) {
    var unused =
        span.setAttribute(Names.CONFIGURED, by.provider().value())
            .setAttribute(Names.ANSWERED, by.model().value());
    if (last != null) {
      unused = span.setAttribute(Names.PROVIDER, last.type());
    }
  }

  /** What a client did wrong, or that it left, is no error of a server's. */
  private void failed(int status, @Nullable FailureKind kind) {
    boolean broken = status >= BROKEN || (status < REFUSED && kind != null);
    if (broken) {
      var unused = span.setStatus(StatusCode.ERROR);
    }
    if (kind != null) {
      var unused = span.setAttribute(Names.ERROR, kind.label());
    } else if (broken) {
      var unused = span.setAttribute(Names.ERROR, Integer.toString(status));
    }
  }

  /** Where the provider gave no numbers there are none. */
  static void used(Span span, Usage usage) {
    if (usage.total() > 0) {
      var unused =
          span.setAttribute(Names.INPUT, usage.promptTokens())
              .setAttribute(Names.OUTPUT, usage.completionTokens());
    }
  }
}
