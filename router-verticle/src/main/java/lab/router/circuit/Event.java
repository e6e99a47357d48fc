package lab.router.circuit;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import lab.contract.FailureKind;
import org.jspecify.annotations.Nullable;

/**
 * What happens to a {@link Circuit}. Real requests only: what polls find is kept beside it, so that
 * a good poll takes nothing back that a request found.
 */
public sealed interface Event {
  /** A request begins. */
  record Started() implements Event {}

  /**
   * A request got a complete answer.
   *
   * @param began when it began
   */
  record Succeeded(Instant began) implements Event {}

  /**
   * A request failed.
   *
   * @param began when it began
   * @param kind how
   * @param retryAfter when the provider says that it is worth another try, or null
   */
  record Failed(Instant began, FailureKind kind, @Nullable Duration retryAfter) implements Event {}

  /**
   * A request ended in a way that says nothing of who was asked: the client left.
   *
   * @param began when it began
   */
  record SaidNothing(Instant began) implements Event {}

  /**
   * Requests of another node ended. What one of them decided alone comes as the circuit that it led
   * to; here they only count.
   *
   * @param successes complete answers
   * @param failures failures by kind
   */
  record Heard(int successes, Map<FailureKind, Integer> failures) implements Event {
    public Heard {
      failures = Map.copyOf(failures);
    }
  }
}
