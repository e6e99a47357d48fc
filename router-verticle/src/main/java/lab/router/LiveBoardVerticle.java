package lab.router;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import lab.contract.ProbeReport;
import lab.contract.Role;
import lab.contract.bus.Bus;
import lab.router.live.LiveBoard;

/** Writes what polls found to the node's board. Deployed once per node, before the routers. */
public final class LiveBoardVerticle extends VerticleBase {
  private final Bus bus;
  private final LiveBoard board;

  public LiveBoardVerticle(Bus bus, LiveBoard board) {
    this.bus = bus;
    this.board = board;
  }

  @Override
  public Future<?> start() {
    return bus.hear(ProbeReport.LINE, Role.ROUTER, board::note);
  }
}
