package lab.gateway.call;

import java.util.function.Supplier;
import lab.config.ServerLimits;

/**
 * What a node takes on at a time, over all event loops.
 *
 * @param connections of clients
 * @param requests of inference
 */
public record Capacity(Crowd connections, Crowd requests) {

  /** Within these limits. */
  public static Capacity of(Supplier<ServerLimits> limits) {
    return new Capacity(
        new Crowd(() -> limits.get().maxConnections()),
        new Crowd(() -> limits.get().maxRequests()));
  }
}
