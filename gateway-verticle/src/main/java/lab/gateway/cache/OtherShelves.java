package lab.gateway.cache;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import lab.dialect.responses.KeptResponses;
import lab.gateway.peer.Keeper;
import lab.gateway.peer.OtherKeepers;

/**
 * The responses that each node of a cluster keeps itself: the first letters of an id are the mark
 * of the node that has it, which is asked for it. What it gives is not kept anywhere else, so that
 * one that it forgets is gone. Any thread.
 *
 * @param vertx whose workers pack and unpack: a conversation may be long
 */
record OtherShelves(Vertx vertx, OtherKeepers keepers) {
  private static final int BEGIN = KeptResponses.PREFIX.length();

  /** The same id, kept here. */
  String marked(String id) {
    return KeptResponses.PREFIX + keepers.mark() + id.substring(BEGIN + OtherKeepers.MARK);
  }

  private static String mark(String id) {
    return id.substring(BEGIN, BEGIN + OtherKeepers.MARK);
  }

  /** What another node has; fails where that does not answer in time. */
  Future<Optional<StoredAnswer>> find(String id, String key) {
    return keepers
        .find(mark(id), key)
        .compose(
            found ->
                found.isEmpty()
                    ? Future.succeededFuture(Optional.empty())
                    : vertx
                        .executeBlocking(() -> Packed.unpack(key, found.get().getBytes()), false)
                        .map(answer -> Optional.ofNullable(answer)));
  }

  /** Whether another node had it, and has it no more; fails likewise. */
  Future<Boolean> forget(String id, String key) {
    return keepers.forget(mark(id), key);
  }

  /** Gives the others what is here. */
  Keeper giving(Stores stores) {
    return new Keeper() {
      @Override
      public Future<Optional<byte[]>> find(String key) {
        StoredAnswer near = stores.near(key);
        return near == null
            ? Future.succeededFuture(Optional.empty())
            : vertx.executeBlocking(() -> Packed.pack(key, near), false).map(Optional::of);
      }

      @Override
      public boolean forget(String key) {
        boolean had = stores.near(key) != null;
        Future<Void> unused = stores.delete(List.of(key));
        return had;
      }
    };
  }
}
