package lab.metrics;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import lab.contract.CallFinished;
import lab.contract.CircuitChanged;
import lab.contract.Role;
import lab.contract.bus.Bus;

/**
 * What a node counts once and not on each event loop: the seconds, and the circuits that it opens
 * itself; and what it tells when it is asked. Those of others are told by them.
 */
public final class PulseVerticle extends VerticleBase {
  private static final long SECOND = 1_000;

  private final Bus bus;
  private final Meters meters;

  public PulseVerticle(Bus bus, Meters meters) {
    this.bus = bus;
    this.meters = meters;
  }

  @Override
  public Future<?> start() {
    long unused = vertx.setPeriodic(SECOND, id -> meters.tick());
    return Future.all(
        bus.hear(CircuitChanged.OWN, Role.METRICS, this::changed),
        bus.answer(CallFinished.Since.LINE, meters.feed()::since));
  }

  private void changed(CircuitChanged circuit) {
    if (circuit.recovering() == null) {
      meters.calls().note(circuit);
    }
  }
}
