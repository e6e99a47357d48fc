package lab.gateway.upstream;

import io.vertx.core.Vertx;
import lab.contract.RouteDecision;
import lab.contract.bus.Bus;
import lab.gateway.call.ByteBudget;
import lab.gateway.call.Exchange;
import lab.gateway.call.OffLoop;
import lab.gateway.limit.Limits;

/** Sends exchanges on their way through the candidates that the router named. */
public final class Dispatcher {
  private final Vertx vertx;
  private final Bus bus;
  private final UpstreamClient client;
  private final ByteBudget budget;
  private final LostFields lost;
  private final Limits limits;
  private final OffLoop offLoop;

  /**
   * @param budget of the node, for what is held of answers
   * @param lost of the node
   * @param limits of the node, for those of models and providers
   */
  public Dispatcher(
      Vertx vertx,
      Bus bus,
      UpstreamClient client,
      ByteBudget budget,
      LostFields lost,
      Limits limits) {
    this.vertx = vertx;
    this.bus = bus;
    this.client = client;
    this.budget = budget;
    this.lost = lost;
    this.limits = limits;
    this.offLoop = new OffLoop(vertx);
  }

  /**
   * Tries the candidates in order until the client has its answer or nothing is left.
   *
   * @param exchange its body has been read
   * @param go the decision
   * @param wishes what the client shortens
   * @param upstreams of the configuration that the decision was made by
   */
  public void dispatch(
      Exchange exchange, RouteDecision.Go go, ClientLimits wishes, Upstreams upstreams) {
    new Walk(this, exchange, go, wishes, upstreams).start();
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

  ByteBudget budget() {
    return budget;
  }

  OffLoop offLoop() {
    return offLoop;
  }

  LostFields lost() {
    return lost;
  }

  Limits limits() {
    return limits;
  }
}
