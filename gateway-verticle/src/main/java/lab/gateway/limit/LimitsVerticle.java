package lab.gateway.limit;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import lab.contract.LimitClaim;
import lab.contract.bus.Bus;

/**
 * Answers the nodes of a cluster for the limits whose accounts this one keeps, and gives back what
 * is left over of others. One per node.
 */
public final class LimitsVerticle extends VerticleBase {
  private static final long LOOK_MILLIS = 100;

  private final Bus bus;
  private final Pool pool;
  private final SlotPool slots;

  /**
   * @param limits of the node
   */
  public LimitsVerticle(Bus bus, Limits limits) {
    this.bus = bus;
    this.pool = limits.pool();
    this.slots = limits.slots();
  }

  @Override
  public Future<?> start() {
    long unused = vertx.setPeriodic(LOOK_MILLIS, id -> pass());
    return Future.all(
        bus.answerLater(LimitClaim.LINE, pool.bank()::answer),
        bus.answer(LimitClaim.Slots.LINE, slots::answer),
        bus.answer(LimitClaim.Owed.LINE, pool.bank()::hear),
        bus.answer(LimitClaim.Recall.LINE, pool::answer));
  }

  private void pass() {
    pool.pass();
    slots.pass();
  }
}
