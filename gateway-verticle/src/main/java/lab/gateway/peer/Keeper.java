package lab.gateway.peer;

import io.vertx.core.Future;
import java.util.Optional;

/** Who has the responses that this node keeps itself. Any thread. */
public interface Keeper {
  /** For a node that keeps none itself. */
  Keeper NOTHING =
      new Keeper() {
        @Override
        public Future<Optional<byte[]>> find(String key) {
          return Future.succeededFuture(Optional.empty());
        }

        @Override
        public boolean forget(String key) {
          return false;
        }
      };

  /** One as it goes to another node. */
  Future<Optional<byte[]>> find(String key);

  /** Forgets one; whether it was there. */
  boolean forget(String key);
}
