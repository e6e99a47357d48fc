package lab.router.circuit;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import lab.config.SpecialCases;
import lab.config.SpecialCases.Errors;
import lab.contract.FailureKind;
import org.jspecify.annotations.Nullable;

/** One circuit and what happens to it, told in the order of time. */
final class Story {
  /** Opens at 3 failures in 60 s and half of the attempts; rests 60 s, after a rate limit 20 s. */
  static final SpecialCases CASES =
      new SpecialCases(
          Duration.ofSeconds(20),
          new Errors(true, 3, 0.5, Duration.ofSeconds(60), Duration.ofSeconds(60)),
          false,
          false);

  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final CircuitRules rules;
  private Instant now = START;
  private Circuit circuit = Circuit.NEW;

  Story() {
    this(CASES);
  }

  Story(SpecialCases cases) {
    rules = new CircuitRules(cases);
  }

  Circuit circuit() {
    return circuit;
  }

  /** Seconds since the start until which there is no further request, or null. */
  @Nullable Long outUntil() {
    Instant from = CircuitRules.mayTryFrom(circuit);
    return from == null || !now.isBefore(from) ? null : Duration.between(START, from).toSeconds();
  }

  /** The part of its share that it gets. */
  double share() {
    return circuit instanceof Circuit.Recovering back ? rules.ramp().share(back.since(), now) : 1;
  }

  @CanIgnoreReturnValue
  Story hears(int successes, FailureKind kind, int failures) {
    return then(new Event.Heard(successes, Map.of(kind, failures)));
  }

  @CanIgnoreReturnValue
  Story adopts(Circuit.Shared told) {
    circuit = Agreement.adopt(circuit, told);
    return this;
  }

  @CanIgnoreReturnValue
  Story at(long seconds) {
    now = START.plusSeconds(seconds);
    return this;
  }

  @CanIgnoreReturnValue
  Story starts() {
    return then(new Event.Started());
  }

  @CanIgnoreReturnValue
  Story succeeds(int times) {
    for (int i = 0; i < times; i++) {
      then(new Event.Succeeded(now));
    }
    return this;
  }

  @CanIgnoreReturnValue
  Story fails(int times, FailureKind kind) {
    for (int i = 0; i < times; i++) {
      then(new Event.Failed(now, kind, null));
    }
    return this;
  }

  @CanIgnoreReturnValue
  Story fails(FailureKind kind, Duration retryAfter) {
    return then(new Event.Failed(now, kind, retryAfter));
  }

  @CanIgnoreReturnValue
  Story then(Event event) {
    circuit = rules.after(circuit, event, now);
    return this;
  }
}
