package lab.app;

import io.vertx.core.Vertx;
import java.time.InstantSource;
import lab.contract.bus.Bus;
import lab.contract.members.Members;

/**
 * All that has to do with other configurations on one node.
 *
 * @param installed what is in force
 * @param phases brings something into force on all nodes
 * @param catchUp takes what this node missed
 * @param reloading does what operators wish
 */
record Reloads(Installed installed, TwoPhases phases, CatchUp catchUp, Reloading reloading) {

  /** Those of a node whose configuration came from there. */
  static Reloads of(
      Vertx vertx,
      Bus bus,
      Members members,
      Heart heart,
      Active active,
      ConfigSource source,
      long mostInFlight,
      boolean reached) {
    Installed installed = new Installed(vertx, bus, active, source, heart, InstantSource.system());
    Maker maker = new Maker(source.folder(), mostInFlight, reached);
    TwoPhases phases = new TwoPhases(vertx, bus, members, maker, installed);
    return new Reloads(
        installed,
        phases,
        new CatchUp(vertx, bus, members, installed, phases),
        new Reloading(vertx, source, installed, phases));
  }
}
