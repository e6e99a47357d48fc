package lab.metrics.alerts;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.function.Supplier;
import lab.config.AlertSettings;
import lab.contract.ProvidersQuery;
import lab.contract.bus.Bus;
import lab.contract.members.Members;
import org.jspecify.annotations.Nullable;

/** Looks every five seconds whether people have to be alerted. One per node. */
public final class AlertsVerticle extends VerticleBase {
  private static final long LOOK_MILLIS = 5_000;

  private final Bus bus;
  private final Members members;
  private final Supplier<AlertSettings> settings;
  private final Supplier<ProvidersQuery.@Nullable Answer> standings;
  private final AlertCounts counts;

  /**
   * @param members who else is there
   * @param settings those in force
   * @param standings how providers stand now, or null where this node does not know
   * @param counts what becomes of alerts
   */
  public AlertsVerticle(
      Bus bus,
      Members members,
      Supplier<AlertSettings> settings,
      Supplier<ProvidersQuery.@Nullable Answer> standings,
      AlertCounts counts) {
    this.bus = bus;
    this.members = members;
    this.settings = settings;
    this.standings = standings;
    this.counts = counts;
  }

  @Override
  public Future<?> start() {
    AlertDesk desk = new AlertDesk(vertx, bus, members, settings, standings, counts);
    return desk.open()
        .onSuccess(
            ready -> {
              long unused = vertx.setPeriodic(LOOK_MILLIS, id -> desk.look());
            });
  }
}
