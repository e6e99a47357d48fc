package lab.metrics;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import lab.contract.AttemptOutcome;
import lab.contract.AttemptStarted;
import lab.contract.CallFinished;
import lab.contract.Reload;
import lab.contract.Role;
import lab.contract.bus.Bus;

/**
 * Counts what the gateways of its node tell, and how late its event loop is. Deployed once per
 * event loop that tells, so that no notice leaves its loop; the meters are the node's and shared.
 */
public final class MetricsVerticle extends VerticleBase {
  private static final long LAG_MILLIS = 200;

  private final Bus bus;
  private final Meters meters;
  private long lookedAt;

  public MetricsVerticle(Bus bus, Meters meters) {
    this.bus = bus;
    this.meters = meters;
  }

  @Override
  public Future<?> start() {
    CallMeters calls = meters.calls();
    lookedAt = System.nanoTime();
    long unused = vertx.setPeriodic(LAG_MILLIS, id -> look());
    return Future.all(
        bus.hear(
            CallFinished.LINE,
            Role.METRICS,
            call -> {
              calls.note(call);
              meters.feed().note(call);
              meters.lastHour().note(call);
            }),
        bus.hear(AttemptStarted.LINE, Role.METRICS, calls::note),
        bus.hear(
            AttemptOutcome.LINE,
            Role.METRICS,
            attempt -> {
              calls.note(attempt);
              meters.lastHour().note(attempt);
            }),
        bus.hear(Reload.TRIED, Role.METRICS, meters::note));
  }

  /** A timer that comes late had to wait for something else on this loop. */
  private void look() {
    long now = System.nanoTime();
    meters.lag().add(Math.max(0, now - lookedAt - LAG_MILLIS * 1_000_000) / 1e9);
    lookedAt = now;
  }
}
