package lab.gateway.upstream;

import io.vertx.core.MultiMap;
import java.time.Duration;
import java.util.List;
import lab.contract.AttemptOutcome;
import lab.contract.AttemptOutcome.Ending;
import lab.contract.AttemptStarted;
import lab.contract.Candidate;
import lab.contract.FailureKind;
import lab.contract.Usage;
import lab.contract.bus.Bus;
import lab.gateway.call.Exchange;
import lab.gateway.call.Tracing;
import lab.gateway.limit.Taken;
import org.jspecify.annotations.Nullable;

/**
 * One try at one candidate. That it begins is told, and it ends exactly once, as {@link
 * #succeeded}, {@link #failed} or {@link #abandoned}, and the router and the metrics are told; a
 * second ending is a bug and fails where assertions are on.
 */
final class Attempt {
  private static final Ending SUCCEEDED = new Ending.Succeeded();
  private static final Ending ABANDONED = new Ending.Abandoned();

  private final Bus bus;
  private final Exchange exchange;
  private final Candidate candidate;
  private final String address;
  private final List<String> lost;
  private final Taken taken;
  private final Tracing.@Nullable OfAttempt trace;
  private final long startedNanos = System.nanoTime();
  private @Nullable Duration toFirstContent;
  private boolean ended;

  /**
   * @param upstream of the candidate
   * @param lost fields of the request that it has no place for
   * @param taken of the limits that it counts against
   */
  Attempt(
      Bus bus,
      Exchange exchange,
      Candidate candidate,
      Upstream upstream,
      List<String> lost,
      Taken taken) {
    this.bus = bus;
    this.exchange = exchange;
    this.candidate = candidate;
    this.address = upstream.shown();
    this.lost = lost;
    this.taken = taken;
    Tracing.OfRequest whole = exchange.attempts().trace();
    this.trace = whole == null ? null : whole.attempt(candidate, upstream.target());
    taken.made();
    exchange.attempts().began();
    bus.tell(AttemptStarted.LINE, new AttemptStarted(exchange.id(), candidate));
  }

  Candidate candidate() {
    return candidate;
  }

  boolean ended() {
    return ended;
  }

  /** Adds to what the provider is asked with. */
  void head(MultiMap headers) {
    if (trace != null) {
      trace.headers(headers::set);
    }
  }

  /** The first content has come. */
  void content() {
    if (toFirstContent == null) {
      toFirstContent = Duration.ofNanos(System.nanoTime() - startedNanos);
      exchange.attempts().servedBy(candidate, address, lost);
    }
  }

  void succeeded(Usage usage) {
    end(SUCCEEDED, "ok", usage);
  }

  void failed(FailureKind kind, @Nullable Duration retryAfter, Usage usage) {
    end(new Ending.Failed(kind, retryAfter), kind.label(), usage);
  }

  /** There was no connection. */
  void unreached(FailureKind kind) {
    end(new Ending.Failed(kind, null, true), kind.label(), Usage.UNKNOWN);
  }

  void abandoned(Usage usage) {
    end(ABANDONED, "abandoned", usage);
  }

  private void end(Ending ending, String word, Usage usage) {
    assert !ended : "the attempt at " + candidate + " ended twice";
    if (ended) {
      return;
    }
    ended = true;
    taken.settle(usage, toFirstContent != null);
    long took = System.nanoTime() - startedNanos;
    exchange.attempts().ended(candidate, word, took);
    AttemptOutcome outcome =
        new AttemptOutcome(
            exchange.id(),
            candidate,
            ending,
            toFirstContent,
            Duration.ofNanos(took),
            usage,
            exchange.call().streamed(),
            exchange.call().model());
    if (trace != null) {
      trace.over(outcome);
    }
    bus.tell(AttemptOutcome.LINE, outcome);
  }
}
