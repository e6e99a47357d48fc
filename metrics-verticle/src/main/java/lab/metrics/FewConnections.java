package lab.metrics;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpConnection;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Holds so many connections and no more, as each takes a descriptor, of which requests need some
 * too. Where one more comes, who came first has to go. On one event loop.
 */
final class FewConnections implements Handler<HttpConnection> {
  private final Set<HttpConnection> connections = new LinkedHashSet<>();
  private final int most;

  FewConnections(int most) {
    this.most = most;
  }

  @Override
  public void handle(HttpConnection connection) {
    if (connections.size() >= most) {
      HttpConnection first = connections.iterator().next();
      boolean unusedRemoved = connections.remove(first);
      var unused = first.close();
    }
    boolean unusedAdded = connections.add(connection);
    var unused = connection.closeHandler(gone -> connections.remove(connection));
  }
}
