package lab.gateway.peer;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * Hangs up on connections that have not shown in time that another node made them: each would take
 * a descriptor for as long as it likes. Belongs to one event loop.
 */
final class Strangers {
  /** A node asks as soon as it is connected, and waits no longer than this for an answer. */
  static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Vertx vertx;
  private final Duration patience;
  private final Set<HttpConnection> unknown = Collections.newSetFromMap(new IdentityHashMap<>());

  /**
   * @param patience how long a connection may stay without a request of another node
   */
  Strangers(Vertx vertx, Duration patience) {
    this.vertx = vertx;
    this.patience = patience;
  }

  /** Somebody has connected. */
  void came(HttpConnection connection) {
    boolean unused = unknown.add(connection);
    long unusedTimer = vertx.setTimer(patience.toMillis(), late -> hangUp(connection));
  }

  /** It is another node. */
  void isNode(HttpConnection connection) {
    boolean unused = unknown.remove(connection);
  }

  private void hangUp(HttpConnection connection) {
    if (unknown.remove(connection)) {
      var unused = connection.close();
    }
  }
}
