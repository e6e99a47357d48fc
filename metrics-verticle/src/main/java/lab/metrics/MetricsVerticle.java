package lab.metrics;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.function.Supplier;
import lab.contract.AttemptOutcome;
import lab.contract.CallFinished;
import lab.contract.Role;
import lab.contract.bus.Bus;

/**
 * Counts what the gateways of its node tell. Deployed once per event loop that tells, so that no
 * notice leaves its loop; the meters are the node's and shared.
 */
public final class MetricsVerticle extends VerticleBase {
  private final Bus bus;
  private final Supplier<CallMeters> meters;

  /**
   * @param meters those in force
   */
  public MetricsVerticle(Bus bus, Supplier<CallMeters> meters) {
    this.bus = bus;
    this.meters = meters;
  }

  @Override
  public Future<?> start() {
    return Future.all(
        bus.hear(CallFinished.LINE, Role.METRICS, call -> meters.get().note(call)),
        bus.hear(AttemptOutcome.LINE, Role.METRICS, attempt -> meters.get().note(attempt)));
  }
}
