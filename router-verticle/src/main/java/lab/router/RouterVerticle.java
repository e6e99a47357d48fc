package lab.router;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import lab.contract.RouteQuery;
import lab.contract.bus.Bus;
import lab.router.live.LiveBoard;
import lab.router.plan.Plan;
import lab.router.plan.RoutePlanner;

/**
 * Answers route queries. Deployed once per event loop that asks, so that no question leaves the
 * asker's loop; plan and board are the node's and shared, the planner is the loop's own.
 */
public final class RouterVerticle extends VerticleBase {
  private final Bus bus;
  private final Plan plan;
  private final LiveBoard board;

  public RouterVerticle(Bus bus, Plan plan, LiveBoard board) {
    this.bus = bus;
    this.plan = plan;
    this.board = board;
  }

  @Override
  public Future<?> start() {
    RoutePlanner planner = new RoutePlanner(plan);
    return bus.answer(RouteQuery.LINE, query -> planner.decide(query, board.lists()));
  }
}
