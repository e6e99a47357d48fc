package lab.router;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.InstantSource;
import java.util.SplittableRandom;
import lab.contract.ExplainQuery;
import lab.contract.RemoteRouteQuery;
import lab.contract.RouteQuery;
import lab.contract.bus.Bus;
import lab.router.board.NodeBoard;
import lab.router.explain.Explanation;
import lab.router.plan.Plan;
import lab.router.plan.RoutePlanner;

/**
 * Answers route queries. Deployed once per event loop that asks, so that no message leaves its
 * loop; plan and board are the node's and shared, the planner is the loop's own.
 */
public final class RouterVerticle extends VerticleBase {
  private final Bus bus;
  private final Plan plan;
  private final NodeBoard board;

  public RouterVerticle(Bus bus, Plan plan, NodeBoard board) {
    this.bus = bus;
    this.plan = plan;
    this.board = board;
  }

  @Override
  public Future<?> start() {
    RoutePlanner planner = new RoutePlanner(plan, new SplittableRandom(), board.lastResort());
    InstantSource clock = InstantSource.system();
    return Future.all(
        bus.answer(RouteQuery.LINE, query -> planner.decide(query, board, clock.instant())),
        bus.answer(
            RemoteRouteQuery.LINE,
            remote -> planner.decide(remote.query(), board, clock.instant())),
        bus.answer(
            ExplainQuery.LINE,
            asked ->
                new ExplainQuery.Answer(
                    Explanation.of(
                            asked.query(), planner.course(asked.query(), board, clock.instant()))
                        .json())));
  }
}
