package lab.router;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.InstantSource;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import lab.contract.ExplainQuery;
import lab.contract.RemoteRouteQuery;
import lab.contract.RouteQuery;
import lab.contract.bus.Bus;
import lab.router.board.NodeBoard;
import lab.router.explain.Explanation;
import lab.router.plan.Plan;
import lab.router.plan.Planners;

/**
 * Answers route queries. Deployed once per event loop that asks, so that no message leaves its
 * loop; plan and board are the node's and shared, the planner is the loop's own.
 */
public final class RouterVerticle extends VerticleBase {
  private final Bus bus;
  private final Supplier<Plan> plans;
  private final NodeBoard board;

  /**
   * @param plans the plan in force
   */
  public RouterVerticle(Bus bus, Supplier<Plan> plans, NodeBoard board) {
    this.bus = bus;
    this.plans = plans;
    this.board = board;
  }

  @Override
  public Future<?> start() {
    Planners planners = new Planners(plans, new SplittableRandom(), board.lastResort());
    InstantSource clock = InstantSource.system();
    return Future.all(
        bus.answer(RouteQuery.LINE, query -> planners.now().decide(query, board, clock.instant())),
        bus.answer(
            RemoteRouteQuery.LINE,
            remote -> planners.now().decide(remote.query(), board, clock.instant())),
        bus.answer(
            ExplainQuery.LINE,
            asked ->
                new ExplainQuery.Answer(
                    Explanation.of(
                            asked.query(),
                            planners.now().course(asked.query(), board, clock.instant()))
                        .json())));
  }
}
