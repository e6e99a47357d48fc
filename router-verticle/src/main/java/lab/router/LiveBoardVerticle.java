package lab.router;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import lab.contract.ProbeReport;
import lab.contract.Role;
import lab.contract.bus.Bus;
import lab.router.board.NodeBoard;
import lab.router.share.Alone;
import lab.router.share.Sharing;

/**
 * Writes to the node's board what polls and other nodes found, tells them what it finds, and lets
 * what it knows grow old. Deployed once per node that has attempts or decides, before those who do;
 * once it is deployed, the board knows what the other nodes know.
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
    return bus.hear(ProbeReport.LINE, Role.ROUTER, board::found).compose(heard -> join());
  }

  private Future<Void> join() {
    if (vertx.isClustered()) {
      return new Sharing(vertx, bus, bus.node(), board, InstantSource.system()).start();
    }
    board.joins(new Alone(bus.node()));
    return Future.succeededFuture();
  }
}
