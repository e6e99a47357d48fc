package lab.router;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import lab.contract.NodeId;
import lab.contract.ProbeReport;
import lab.contract.Role;
import lab.contract.bus.Bus;
import lab.router.board.NodeBoard;
import lab.router.share.Alone;
import lab.router.share.Findings;
import lab.router.share.Others;
import lab.router.share.Sharing;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to the node's board what polls and other nodes found, tells them what it finds, and lets
 * what it knows grow old. Deployed once per node that has attempts or decides, before those who do;
 * once it is deployed, the board knows what the other nodes know.
 */
public final class LiveBoardVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(LiveBoardVerticle.class);

  private static final Duration REFRESH = Duration.ofSeconds(1);

  private final Bus bus;
  private final NodeBoard board;
  private final Others others;
  private volatile @Nullable Sharing sharing;

  /**
   * @param others who is waited for in a cluster
   */
  public LiveBoardVerticle(Bus bus, NodeBoard board, Others others) {
    this.bus = bus;
    this.board = board;
    this.others = others;
  }

  @Override
  public Future<?> start() {
    long unused = vertx.setPeriodic(REFRESH.toMillis(), tick -> refresh());
    Findings findings = new Findings(vertx, others, InstantSource.system());
    return bus.hear(
            ProbeReport.LINE,
            Role.ROUTER,
            report -> {
              board.found(report);
              findings.heard(report.provider());
            })
        .compose(heard -> join(findings));
  }

  private void refresh() {
    if (board.refresh(Instant.now())) {
      LOG.atWarn().log("the clock was set back; who rests is not known any more");
    }
  }

  private Future<Void> join(Findings findings) {
    if (vertx.isClustered()) {
      Sharing own = new Sharing(vertx, bus, bus.node(), board, findings, InstantSource.system());
      sharing = own;
      return own.start();
    }
    board.joins(new Alone(bus));
    return Future.succeededFuture();
  }

  /**
   * Completes once the board knows again what the other nodes know, after this one stood still. To
   * be called on any thread, once it is deployed.
   *
   * @param others who lived before
   */
  public Future<Void> catchUp(Set<NodeId> others) {
    Sharing own = sharing;
    return own == null ? Future.succeededFuture() : own.catchUp(others);
  }
}
