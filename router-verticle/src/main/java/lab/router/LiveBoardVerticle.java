package lab.router;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.time.Instant;
import lab.contract.ProbeReport;
import lab.contract.Role;
import lab.contract.bus.Bus;
import lab.router.board.NodeBoard;

/**
 * Writes what polls found to the node's board, and lets what it knows grow old. Deployed once per
 * node, before the routers.
 */
public final class LiveBoardVerticle extends VerticleBase {
  private static final Duration REFRESH = Duration.ofSeconds(1);

  private final Bus bus;
  private final NodeBoard board;

  public LiveBoardVerticle(Bus bus, NodeBoard board) {
    this.bus = bus;
    this.board = board;
  }

  @Override
  public Future<?> start() {
    long unused = vertx.setPeriodic(REFRESH.toMillis(), tick -> board.refresh(Instant.now()));
    return bus.hear(ProbeReport.LINE, Role.ROUTER, board::found);
  }
}
