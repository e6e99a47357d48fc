package lab.gateway.limit;

import java.time.Duration;
import lab.contract.FailureKind;
import lab.dialect.Failure;
import lab.gateway.call.GatewayFailure;

/**
 * How many requests there may be under way at a time.
 *
 * @param scope of what
 * @param name of whom, as it is shown; of a key its alias
 * @param id tells it from all others in the cluster, whatever its number is
 * @param most how many, at least 1
 */
record SlotLimit(Limit.Scope scope, String name, String id, int most) {
  /** As clients are told; LiteLLM's word. */
  static final String UNIT = "max_parallel_requests";

  /** Nobody knows when a request ends. */
  private static final Duration AGAIN = Duration.ofSeconds(1);

  /**
   * A limit of this thing.
   *
   * @param identity tells the thing from others of its scope
   */
  static SlotLimit of(Limit.Scope scope, String name, String identity, int most) {
    return new SlotLimit(scope, name, scope.label() + "/parallel/" + identity, most);
  }

  /** As the log has it. */
  String named() {
    return scope.label() + ':' + name + ':' + UNIT;
  }

  /** What a client is told whose key has no slot. */
  GatewayFailure.OverLimit refusal() {
    return new GatewayFailure.OverLimit(scope.label(), name, UNIT, most, 0, AGAIN);
  }

  /** Why a candidate is left out that has no slot. */
  Failure failure() {
    String message =
        "%s \"%s\" has as many requests under way as it may, %d (%s)"
            .formatted(scope.label(), name, most, UNIT);
    return new Failure(FailureKind.RATE, message, null, null, AGAIN);
  }
}
