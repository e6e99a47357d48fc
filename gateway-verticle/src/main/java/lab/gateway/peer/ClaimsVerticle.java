package lab.gateway.peer;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import lab.contract.FlightClaim;
import lab.contract.bus.Bus;

/** Answers the nodes of a cluster for the keys that belong to this one. One per node. */
public final class ClaimsVerticle extends VerticleBase {
  private final Bus bus;
  private final Claiming claiming;

  /**
   * @param peers of the node
   */
  public ClaimsVerticle(Bus bus, Peers peers) {
    this.bus = bus;
    this.claiming = peers.claiming();
  }

  @Override
  public Future<?> start() {
    return Future.all(
        bus.answer(FlightClaim.LINE, claiming::answer),
        bus.answer(FlightClaim.Over.LINE, claiming::answer));
  }
}
