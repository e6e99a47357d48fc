package lab.app;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.Set;
import java.util.function.Supplier;
import lab.contract.Heartbeat;
import lab.contract.NodeId;
import lab.contract.Reload;
import lab.contract.Role;
import lab.contract.bus.Bus;

/**
 * Takes and brings configurations. Deployed once per node, after its heart and before its parts;
 * once it is deployed, the node goes by what the cluster goes by.
 */
final class ReloadVerticle extends VerticleBase {
  private final Bus bus;
  private final ConfigSource source;
  private final Reloads reloads;
  private final Supplier<Set<NodeId>> listed;

  /**
   * @param listed the nodes that the cluster manager lists
   */
  ReloadVerticle(Bus bus, ConfigSource source, Reloads reloads, Supplier<Set<NodeId>> listed) {
    this.bus = bus;
    this.source = source;
    this.reloads = reloads;
    this.listed = listed;
  }

  @Override
  public Future<?> start() {
    reloads.reloading().runsOn(context);
    Installed installed = reloads.installed();
    return Future.all(
            bus.answerLater(Reload.PREPARE, reloads.phases()::prepare),
            bus.answerLater(Reload.COMMIT, reloads.phases()::commit),
            bus.answerLater(
                Reload.FETCH, asked -> Future.succeededFuture(installed.now().content())),
            bus.hear(Heartbeat.LINE, Role.GATEWAY, reloads.catchUp()::heard))
        .compose(ready -> reloads.catchUp().join(listed))
        .onSuccess(
            joined -> {
              if (source.watched()) {
                new Watching(vertx, source, installed, reloads.reloading()).start();
              }
            });
  }
}
