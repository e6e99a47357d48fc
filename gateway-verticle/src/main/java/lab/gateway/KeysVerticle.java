package lab.gateway;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import lab.contract.KeysTold;
import lab.contract.NodeId;
import lab.contract.Role;
import lab.contract.bus.Bus;
import lab.contract.members.Members;
import lab.gateway.guard.KeyLedger;

/**
 * Keeps a node's issued keys the same as those of the others: it hears every word on a key, and
 * asks another gateway now and then, for a node may have been cut off. One per node; deployed when
 * the node knows what the others do, so that no good key is refused.
 */
public final class KeysVerticle extends VerticleBase {
  private static final long AGAIN_MILLIS = 10_000;

  private final Bus bus;
  private final KeyLedger ledger;
  private final Members members;

  /**
   * @param ledger of the node
   * @param members who else is there
   */
  public KeysVerticle(Bus bus, KeyLedger ledger, Members members) {
    this.bus = bus;
    this.ledger = ledger;
    this.members = members;
  }

  @Override
  public Future<?> start() {
    ledger.tellsOf(told -> bus.tell(KeysTold.LINE, told));
    long unused = vertx.setPeriodic(AGAIN_MILLIS, id -> compare());
    return ledger
        .open()
        .compose(read -> bus.hear(KeysTold.LINE, Role.GATEWAY, this::heard))
        // Before this node answers itself: whoever answers now is another.
        .compose(heard -> join())
        .compose(known -> bus.answer(KeysTold.Query.LINE, ledger::answer));
  }

  private void heard(KeysTold told) {
    Future<Void> unused = ledger.hear(told);
  }

  /** Nobody need be there, and who is there need not answer. */
  private Future<Void> join() {
    return bus.ask(KeysTold.Query.LINE, ledger.question())
        .compose(ledger::hear)
        .transform(answered -> Future.succeededFuture());
  }

  private void compare() {
    // What a disk refused is tried again.
    Future<Void> unused = ledger.write();
    List<NodeId> others =
        members.serving(Role.GATEWAY, Instant.now()).stream()
            .filter(node -> !node.equals(members.self()))
            .toList();
    if (!others.isEmpty()) {
      NodeId other = others.get(ThreadLocalRandom.current().nextInt(others.size()));
      var unusedToo =
          bus.askAt(other, KeysTold.Query.LINE, ledger.question()).compose(ledger::hear);
    }
  }
}
