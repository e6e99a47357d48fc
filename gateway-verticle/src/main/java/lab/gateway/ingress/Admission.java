package lab.gateway.ingress;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import lab.config.ServerLimits;
import lab.contract.CallFinished;
import lab.gateway.call.Crowd;
import lab.gateway.call.Exchange;
import lab.gateway.call.GatewayFailure;
import org.jspecify.annotations.Nullable;

/**
 * Whether one event loop takes another request of inference. Refused in time, clients hear so and
 * try again; taken, all of them would wait together until none is served in time.
 */
final class Admission {
  private final Crowd crowd;
  private final Supplier<ServerLimits> limits;
  private final LoopLag lag = new LoopLag();

  /**
   * @param crowd all requests of the node
   */
  Admission(Vertx vertx, Crowd crowd, Supplier<ServerLimits> limits) {
    this.crowd = crowd;
    this.limits = limits;
    lag.watch(vertx);
  }

  /** Takes one more; why not, or null where it does. */
  @Nullable GatewayFailure enter() {
    Duration most = limits.get().maxLag();
    if (lag.isBehind(most)) {
      return new GatewayFailure.Overloaded("the node is late with what it has to do already");
    }
    return crowd.enter()
        ? null
        : new GatewayFailure.Overloaded(
            "max_parallel_requests, %d, are under way".formatted(limits.get().maxRequests()));
  }

  /** Gives the place of a request back that was taken, when it is over. */
  BiConsumer<Exchange, CallFinished> leavingBefore(BiConsumer<Exchange, CallFinished> finished) {
    return (exchange, call) -> {
      crowd.leave();
      finished.accept(exchange, call);
    };
  }
}
