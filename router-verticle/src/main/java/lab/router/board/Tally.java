package lab.router.board;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import lab.contract.AttemptOutcome;
import lab.contract.AttemptOutcome.Ending;
import lab.contract.FailureKind;
import lab.contract.ModelName;
import lab.contract.ProviderDigest.OfModel;

/**
 * What other nodes have not heard of yet: counted where it happens, emptied by whoever tells it.
 * Each attempt is emptied once, whatever happens at the same time. Any thread, without waiting.
 */
final class Tally {
  private final AtomicInteger successes = new AtomicInteger();
  private final AtomicInteger unreached = new AtomicInteger();
  private final Map<FailureKind, AtomicInteger> failures = new EnumMap<>(FailureKind.class);
  private final Histogram firstContent = new Histogram();
  private final Histogram perToken = new Histogram();

  Tally() {
    for (FailureKind kind : FailureKind.values()) {
      failures.put(kind, new AtomicInteger());
    }
  }

  void note(AttemptOutcome outcome) {
    Duration first = outcome.toFirstContent();
    if (first != null && outcome.streamed()) {
      firstContent.record(first.toNanos() / 1e9);
    }
    switch (outcome.ending()) {
      case Ending.Succeeded _ -> {
        successes.getAndIncrement();
        long tokens = outcome.usage().completionTokens();
        if (tokens > 0) {
          perToken.record(outcome.took().toNanos() / 1e9 / tokens);
        }
      }
      case Ending.Failed failed when ProviderCircuits.concernsServer(failed) ->
          unreached.getAndIncrement();
      case Ending.Failed(FailureKind kind, _, _) ->
          Objects.requireNonNull(failures.get(kind)).getAndIncrement();
      case Ending.Abandoned _ -> {}
    }
  }

  /** Tells it, and begins anew. */
  OfModel empty(ModelName model, int inFlight) {
    Map<FailureKind, Integer> failed = new EnumMap<>(FailureKind.class);
    failures.forEach(
        (kind, untold) -> {
          int times = untold.getAndSet(0);
          if (times > 0) {
            failed.put(kind, times);
          }
        });
    return new OfModel(
        model,
        inFlight,
        successes.getAndSet(0),
        failed,
        unreached.getAndSet(0),
        firstContent.empty(),
        perToken.empty());
  }
}
