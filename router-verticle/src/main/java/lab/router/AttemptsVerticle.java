package lab.router;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.InstantSource;
import lab.contract.AttemptOutcome;
import lab.contract.AttemptStarted;
import lab.contract.ProvidersQuery;
import lab.contract.Role;
import lab.contract.bus.Bus;
import lab.router.board.NodeBoard;
import lab.router.standing.Page;

/**
 * Notes on the node's board what becomes of attempts, whether the node decides or only makes them,
 * and shows the board. Deployed once per event loop that tells of attempts or asks, so that no
 * message leaves its loop.
 */
public final class AttemptsVerticle extends VerticleBase {
  private final Bus bus;
  private final NodeBoard board;

  public AttemptsVerticle(Bus bus, NodeBoard board) {
    this.bus = bus;
    this.board = board;
  }

  @Override
  public Future<?> start() {
    InstantSource clock = InstantSource.system();
    Page page = new Page(board, bus.node());
    return Future.all(
        bus.hear(AttemptStarted.LINE, Role.ROUTER, begun -> board.started(begun, clock.instant())),
        bus.hear(AttemptOutcome.LINE, Role.ROUTER, ended -> board.ended(ended, clock.instant())),
        bus.answer(ProvidersQuery.LINE, asked -> page.answer(asked, clock.instant())));
  }
}
