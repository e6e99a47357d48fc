package lab.health;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.List;
import lab.config.Configuration;
import lab.contract.ProbeReport;
import lab.contract.Role;
import lab.contract.bus.Bus;
import lab.contract.members.Members;
import lab.health.poll.Poller;

/**
 * Polls the providers of a node and tells what it finds. Deployed once per node, after everything
 * that hears {@link ProbeReport#LINE}: the first polls begin with it.
 */
public final class HealthVerticle extends VerticleBase {
  private final Bus bus;
  private final Configuration configuration;
  private final Readiness readiness;
  private List<Poller> pollers = List.of();

  /**
   * @param members who of the cluster is alive
   */
  public HealthVerticle(
      Bus bus, Configuration configuration, Readiness readiness, Members members) {
    this.bus = bus;
    this.configuration = configuration;
    this.readiness = readiness;
  }

  @Override
  public Future<?> start() {
    pollers = Poller.all(vertx, configuration, report -> bus.tell(ProbeReport.LINE, report));
    return bus.hear(ProbeReport.LINE, Role.HEALTH, readiness::note)
        .onSuccess(ready -> pollers.forEach(Poller::start));
  }

  @Override
  public Future<?> stop() {
    pollers.forEach(Poller::stop);
    return Future.succeededFuture();
  }
}
