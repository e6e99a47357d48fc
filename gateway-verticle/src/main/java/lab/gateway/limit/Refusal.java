package lab.gateway.limit;

import java.time.Duration;
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

  /** What the client is told of it. */
  GatewayFailure.OverLimit failure() {
    return new GatewayFailure.OverLimit(
        limit.scope().label(), limit.name(), limit.unit().label(), limit.perMinute(), left, after);
  }
}
