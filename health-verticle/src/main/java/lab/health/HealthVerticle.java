package lab.health;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import lab.config.Configuration;
import lab.contract.Heartbeat;
import lab.contract.ProbeReport;
import lab.contract.Role;
import lab.contract.bus.Bus;
import lab.contract.members.Members;
import org.jspecify.annotations.Nullable;

/**
 * Polls the providers that are this node's to poll, and tells what it finds. Deployed once per
 * node, after everything that hears {@link ProbeReport#LINE}: the first polls begin with it.
 */
public final class HealthVerticle extends VerticleBase {
  /** How often it is looked who is there: what a node that is gone polled is taken over as soon. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Bus bus;
  private final Supplier<Configuration> configuration;
  private final Readiness readiness;
  private final Members members;
  private @Nullable Pollers pollers;

  /**
   * @param configuration the one in force
   * @param readiness keeps what polls find
   * @param members who else may poll
   */
  public HealthVerticle(
      Bus bus, Supplier<Configuration> configuration, Readiness readiness, Members members) {
    this.bus = bus;
    this.configuration = configuration;
    this.readiness = readiness;
    this.members = members;
  }

  @Override
  public Future<?> start() {
    Pollers own = new Pollers(vertx, bus, configuration, readiness, members);
    pollers = own;
    return Future.all(
            bus.hear(ProbeReport.LINE, Role.HEALTH, readiness::note),
            bus.hear(Heartbeat.LINE, Role.HEALTH, own::heard))
        .onSuccess(
            ready -> {
              own.look(Instant.now());
              long unused = vertx.setPeriodic(LOOK.toMillis(), tick -> own.look(Instant.now()));
            });
  }

  @Override
  public Future<?> stop() {
    if (pollers != null) {
      pollers.stop();
    }
    return Future.succeededFuture();
  }
}
