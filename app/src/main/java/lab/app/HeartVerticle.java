package lab.app;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import lab.contract.Heartbeat;
import lab.contract.Role;
import lab.contract.bus.Bus;

/** Lets a node's heart beat once a second. Deployed once, before everything that asks who lives. */
final class HeartVerticle extends VerticleBase {
  private static final Duration BEAT = Duration.ofSeconds(1);

  private final Bus bus;
  private final Heart heart;

  HeartVerticle(Bus bus, Heart heart) {
    this.bus = bus;
    this.heart = heart;
  }

  @Override
  public Future<?> start() {
    return bus.hear(Heartbeat.LINE, Role.HEALTH, heart::heard)
        .onSuccess(
            ready -> {
              long unused = vertx.setPeriodic(0, BEAT.toMillis(), tick -> heart.beat());
            });
  }
}
