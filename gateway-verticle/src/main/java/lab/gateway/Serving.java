package lab.gateway;

import java.time.Duration;
import java.util.function.Supplier;
import lab.config.Configuration;
import lab.gateway.call.ByteBudget;

/**
 * What the gateway instances of a node serve. The pages of other verticles come as suppliers, so
 * that no verticle knows another.
 *
 * @param configuration the plan in force
 * @param readiness the answer of {@code /health/readiness}
 * @param metrics the text of {@code /metrics}
 * @param slowestBody how long a request body may take (default {@link #SLOWEST_BODY})
 * @param slowestHead how long a new connection may take to its first request head (default {@link
 *     #SLOWEST_HEAD})
 * @param keepAliveEvery how long a stream's client hears nothing before it is told that somebody is
 *     at work (default {@link #KEEP_ALIVE_EVERY})
 * @param budget what bodies of all instances together may take
 */
public record Serving(
    Configuration configuration,
    Supplier<Readiness> readiness,
    Supplier<String> metrics,
    Duration slowestBody,
    Duration slowestHead,
    Duration keepAliveEvery,
    ByteBudget budget) {

  /** Images over a slow line take a while; a body that takes longer is an attack or a mistake. */
  public static final Duration SLOWEST_BODY = Duration.ofSeconds(60);

  /** A client that connects has something to say. */
  public static final Duration SLOWEST_HEAD = Duration.ofSeconds(15);

  /** Proxies in between give up after a minute without bytes; some after half of that. */
  public static final Duration KEEP_ALIVE_EVERY = Duration.ofSeconds(15);

  /** With the usual time between two signs of life. */
  public Serving(
      Configuration configuration,
      Supplier<Readiness> readiness,
      Supplier<String> metrics,
      Duration slowestBody,
      Duration slowestHead) {
    this(
        configuration,
        readiness,
        metrics,
        slowestBody,
        slowestHead,
        KEEP_ALIVE_EVERY,
        ByteBudget.of(configuration.settings()));
  }

  /** The same with this time between two signs of life. */
  public Serving withKeepAliveEvery(Duration time) {
    return new Serving(configuration, readiness, metrics, slowestBody, slowestHead, time, budget);
  }

  /**
   * The answer of {@code /health/readiness}.
   *
   * @param ready whether this node takes requests
   * @param json the body
   */
  public record Readiness(boolean ready, String json) {}
}
