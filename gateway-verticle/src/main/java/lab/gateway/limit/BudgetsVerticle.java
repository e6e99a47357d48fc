package lab.gateway.limit;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import lab.contract.KeysTold.Spent;
import lab.contract.Role;
import lab.contract.bus.Bus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what keys have spent: on the disk, and the same at all nodes. One per node; deployed before
 * it takes requests, so that a budget that was used up stays so.
 */
public final class BudgetsVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(BudgetsVerticle.class);
  private static final long TELL_MILLIS = 1_000;

  private final Bus bus;
  private final Budgets budgets;
  private boolean unwritten;

  /**
   * @param budgets of the node
   */
  public BudgetsVerticle(Bus bus, Budgets budgets) {
    this.bus = bus;
    this.budgets = budgets;
  }

  @Override
  public Future<?> start() {
    long unused = vertx.setPeriodic(TELL_MILLIS, id -> pass());
    return budgets
        .open()
        .compose(read -> bus.hear(Spent.LINE, Role.GATEWAY, budgets::hear))
        // Before this node answers itself; nobody need be there.
        .compose(
            heard ->
                bus.ask(Spent.Query.LINE, new Spent.Query(bus.node()))
                    .onSuccess(budgets::hear)
                    .otherwiseEmpty())
        .compose(known -> bus.answer(Spent.Query.LINE, query -> budgets.known()));
  }

  @Override
  public Future<?> stop() {
    return budgets.write();
  }

  private void pass() {
    Spent told = budgets.told();
    if (!told.sums().isEmpty()) {
      bus.tell(Spent.LINE, told);
    }
    var unused = budgets.write().onComplete(done -> unwritten = false, this::unwritten);
  }

  /** Tried again each second, and said once. */
  private void unwritten(Throwable full) {
    if (!unwritten) {
      unwritten = true;
      LOG.atWarn().addKeyValue("because", full.toString()).log("what was spent can not be written");
    }
  }
}
