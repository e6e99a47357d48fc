package lab.metrics.stats;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;
import lab.contract.AttemptOutcome;
import lab.contract.AttemptOutcome.Ending;
import lab.contract.CallFinished;
import lab.contract.CallFinished.Stats.Count;
import lab.contract.CallFinished.Stats.Counted;
import lab.contract.CallFinished.Stats.Within;
import lab.contract.FailureKind;
import lab.contract.ModelName;
import lab.contract.ProviderName;
import lab.contract.ProvidersQuery;
import org.jspecify.annotations.Nullable;

/**
 * What this node's requests and attempts of the last hour were like.
 *
 * <p>Memory: a name that is in use takes some 40 KB for the three slices under way and some 30 KB
 * for those that are over; 64 providers and 128 models have figures of their own, so that it is
 * about 13 MB where all of them are busy, and some 10 KB for each of a usual configuration that is
 * not.
 *
 * <p>Safe on every thread.
 */
public final class LastHour {
  private static final int FIRST_SERVER_STATUS = 500;

  private final LongSupplier clock;
  private final Function<ProviderName, String> providerLabel;
  private final Function<@Nullable ModelName, String> modelLabel;
  private final long began;
  private final Named providers = new Named(Subject.PROVIDER);
  private final Named models = new Named(Subject.MODEL);

  /**
   * @param clock milliseconds, on a clock that does not go back
   * @param providerLabel the name that a provider counts under
   * @param modelLabel the name that a model counts under: clients may ask for anything
   */
  public LastHour(
      LongSupplier clock,
      Function<ProviderName, String> providerLabel,
      Function<@Nullable ModelName, String> modelLabel) {
    this.clock = clock;
    this.providerLabel = providerLabel;
    this.modelLabel = modelLabel;
    this.began = clock.getAsLong();
  }

  /** A request of a client has ended. */
  public void note(CallFinished call) {
    long now = clock.getAsLong();
    models
        .of(modelLabel.apply(call.model()), now)
        .count(
            now,
            tally -> {
              tally.ended(call.took(), call.toFirstContent(), call.usage());
              if (call.failure() == FailureKind.CANCELLED) {
                tally.add(Sum.CANCELLED, 1);
              } else if (hasFailed(call)) {
                tally.add(Sum.FAILED, 1);
              }
            });
  }

  /** Through no fault of the request: what a client asks wrongly says nothing of the service. */
  private static boolean hasFailed(CallFinished call) {
    FailureKind failure = call.failure();
    return failure == null
        ? call.status() >= FIRST_SERVER_STATUS
        : failure.movesOn() && !(call.attempts() == 0 && isOwnWord(failure));
  }

  /**
   * Whether the gateway says it of the request where no provider has: a limit that it sets its
   * callers itself, and a name that nobody has, or nobody for what is asked.
   */
  private static boolean isOwnWord(FailureKind failure) {
    return failure == FailureKind.RATE || failure == FailureKind.NOT_FOUND;
  }

  /** An attempt at a provider has ended. */
  public void note(AttemptOutcome outcome) {
    long now = clock.getAsLong();
    providers
        .of(providerLabel.apply(outcome.candidate().provider()), now)
        .count(now, tally -> add(outcome, tally));
  }

  private static void add(AttemptOutcome outcome, Tally tally) {
    tally.ended(outcome.took(), outcome.toFirstContent(), outcome.usage());
    switch (outcome.ending()) {
      case Ending.Succeeded _ -> written(outcome, tally);
      case Ending.Failed(FailureKind kind, _, _) -> tally.add(Sum.FAILED, kind.movesOn() ? 1 : 0);
      case Ending.Abandoned _ -> tally.add(Sum.CANCELLED, 1);
    }
  }

  private static void written(AttemptOutcome outcome, Tally tally) {
    long tokens = outcome.usage().completionTokens();
    if (tokens == 0) {
      return;
    }
    // What is not streamed comes at once: then all of the time went into it.
    Duration waited = outcome.streamed() ? outcome.toFirstContent() : null;
    long writing = outcome.took().toMillis() - (waited == null ? 0 : waited.toMillis());
    tally.add(Sum.WRITING_MILLIS, Math.max(1, writing));
    tally.add(Sum.WRITTEN_TOKENS, tokens);
  }

  /** Somebody has looked how the providers stand. */
  public void note(ProvidersQuery.Answer standings) {
    long now = clock.getAsLong();
    standings
        .providers()
        .forEach(
            known ->
                providers
                    .of(providerLabel.apply(known.name()), now)
                    .count(
                        now,
                        tally -> {
                          tally.add(Sum.LOOKS, 1);
                          tally.add(Sum.SERVED, known.standing().state().serves() ? 1 : 0);
                        }));
  }

  /** What was counted within the windows that are asked for. Takes milliseconds. */
  public Counted counted(Within asked) {
    List<Count> counts = new ArrayList<>();
    for (Window window : Window.values()) {
      if (asked.minutes().contains(window.minutes())) {
        add(Subject.PROVIDER, providers, window, counts);
        add(Subject.MODEL, models, window, counts);
      }
    }
    return new Counted(counts);
  }

  private void add(Subject subject, Named named, Window window, List<Count> counts) {
    long now = clock.getAsLong();
    for (Map.Entry<String, Series> entry : named.all().entrySet()) {
      Tally sum = Tally.ofMany();
      entry.getValue().addTo(sum, window, now);
      if (!sum.isEmpty()) {
        long since = Math.max(began, entry.getValue().since(window, now));
        counts.add(
            sum.told(subject.label(), entry.getKey(), window.minutes(), Math.max(1, now - since)));
      }
    }
  }

  /** Bytes that slices take that are over. */
  long packedBytes() {
    return List.of(providers, models).stream()
        .flatMap(named -> named.all().values().stream())
        .mapToLong(Series::packedBytes)
        .sum();
  }
}
