package lab.metrics.stats;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import lab.contract.AttemptOutcome;
import lab.contract.AttemptOutcome.Ending;
import lab.contract.CallFinished;
import lab.contract.CallId;
import lab.contract.Candidate;
import lab.contract.FailureKind;
import lab.contract.ModelName;
import lab.contract.ProviderName;
import lab.contract.ProvidersQuery;
import lab.contract.Standing;
import lab.contract.Usage;
import lab.metrics.Told;
import org.jspecify.annotations.Nullable;

/** What ends on a node, as it is told. */
final class Happened {
  private static final CallId CALL = new CallId("c");

  private Happened() {}

  static CallFinished call(String model, int status, @Nullable FailureKind failure, long ms) {
    return Told.ended(
        new ModelName(model),
        null,
        null,
        true,
        status,
        failure,
        1,
        Duration.ofMillis(ms / 2),
        Duration.ofMillis(ms),
        Duration.ZERO,
        new Usage(7, 3));
  }

  /** Refused by the gateway itself: nobody was asked. */
  static CallFinished refused(int status, FailureKind failure) {
    return Told.ended(
        new ModelName("m"),
        null,
        null,
        true,
        status,
        failure,
        0,
        null,
        Duration.ofMillis(1),
        Duration.ZERO,
        new Usage(0, 0));
  }

  static AttemptOutcome attempt(Ending ending, boolean streamed, long ms, int tokens) {
    return new AttemptOutcome(
        CALL,
        new Candidate(new ProviderName("p"), new ModelName("m"), "exact"),
        ending,
        Duration.ofMillis(ms / 2),
        Duration.ofMillis(ms),
        new Usage(7, tokens),
        streamed,
        null);
  }

  static ProvidersQuery.Answer standing(Standing.State state) {
    return new ProvidersQuery.Answer(
        List.of(
            new ProvidersQuery.Known(
                new ProviderName("p"),
                "ollama",
                new Standing(state, Instant.EPOCH, null, "", null),
                new ProvidersQuery.Times(null, null),
                0,
                null,
                null,
                null,
                null,
                List.of(),
                List.of())));
  }
}
