package lab.gateway.upstream;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import lab.config.Provider;
import lab.config.ProviderStatus;
import lab.config.RetryPolicies;
import lab.config.TimeSettings;
import lab.contract.ProviderName;
import lab.contract.RouteDecision;
import lab.contract.bus.Bus;
import lab.gateway.call.ByteBudget;
import lab.gateway.call.Exchange;
import lab.gateway.call.OffLoop;
import org.jspecify.annotations.Nullable;

/** Sends exchanges on their way through the candidates that the router named. */
public final class Dispatcher {
  private final Vertx vertx;
  private final Bus bus;
  private final UpstreamClient client;
  private final TimeSettings time;
  private final RetryPolicies retries;
  private final Duration keepAliveEvery;
  private final ByteBudget budget;
  private final LostFields lost;
  private final OffLoop offLoop;
  private final Map<ProviderName, Upstream> upstreams;

  /**
   * @param providers all of the configuration
   * @param time the settings that hold where a provider or model says nothing
   * @param retries second tries, where they depend on the failure
   * @param keepAliveEvery how long a stream's client hears nothing before it is told that somebody
   *     is at work
   * @param budget of the node, for what is held of answers
   * @param lost of the node
   */
  public Dispatcher(
      Vertx vertx,
      Bus bus,
      UpstreamClient client,
      Map<ProviderName, Provider> providers,
      TimeSettings time,
      RetryPolicies retries,
      Duration keepAliveEvery,
      ByteBudget budget,
      LostFields lost) {
    this.vertx = vertx;
    this.bus = bus;
    this.client = client;
    this.time = time;
    this.retries = retries;
    this.keepAliveEvery = keepAliveEvery;
    this.budget = budget;
    this.lost = lost;
    this.offLoop = new OffLoop(vertx);
    Map<ProviderName, Upstream> callable = new HashMap<>();
    providers.forEach(
        (name, provider) -> {
          // A template or a disabled entry need not even have an address.
          Upstream upstream =
              provider.status() == ProviderStatus.ACTIVE ? Upstream.of(provider, time) : null;
          if (upstream != null) {
            callable.put(name, upstream);
          }
        });
    this.upstreams = Map.copyOf(callable);
  }

  /**
   * Tries the candidates in order until the client has its answer or nothing is left.
   *
   * @param exchange its body has been read
   * @param go the decision
   * @param wishes what the client shortens
   */
  public void dispatch(Exchange exchange, RouteDecision.Go go, ClientLimits wishes) {
    new Walk(this, exchange, go, wishes).start();
  }

  Vertx vertx() {
    return vertx;
  }

  Bus bus() {
    return bus;
  }

  UpstreamClient client() {
    return client;
  }

  TimeSettings time() {
    return time;
  }

  RetryPolicies retries() {
    return retries;
  }

  Duration keepAliveEvery() {
    return keepAliveEvery;
  }

  ByteBudget budget() {
    return budget;
  }

  OffLoop offLoop() {
    return offLoop;
  }

  LostFields lost() {
    return lost;
  }

  @Nullable Upstream upstream(ProviderName name) {
    return upstreams.get(name);
  }
}
