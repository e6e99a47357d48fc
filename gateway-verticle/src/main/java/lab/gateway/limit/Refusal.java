package lab.gateway.limit;

import java.time.Duration;
import lab.contract.FailureKind;
import lab.dialect.Failure;
import lab.gateway.call.GatewayFailure;
import org.jspecify.annotations.Nullable;

/**
 * A limit left no room.
 *
 * @param limit which one
 * @param left how much of it there was, 0 or more
 * @param after when there may be enough; null where it never will be
 */
record Refusal(Limit limit, long left, @Nullable Duration after) {

  /** What a client is told whose key it is. */
  GatewayFailure.OverLimit refusal() {
    return new GatewayFailure.OverLimit(
        limit.scope().label(), limit.name(), limit.unit().label(), limit.perMinute(), left, after);
  }

  /** Why a candidate is left out. */
  Failure failure() {
    String message =
        "%s \"%s\" is at its limit of %d %s a minute"
            .formatted(
                limit.scope().label(), limit.name(), limit.perMinute(), limit.unit().label());
    return new Failure(FailureKind.RATE, message, null, null, after);
  }
}
