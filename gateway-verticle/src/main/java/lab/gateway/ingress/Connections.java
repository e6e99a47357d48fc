package lab.gateway.ingress;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import lab.gateway.call.Sent;

/**
 * The client connections of one event loop. One that does not come out with a request's head is
 * closed, whether it sends nothing or a header a minute. Looked at once a second, so that a request
 * costs no timer.
 */
final class Connections {
  static final Duration LONGEST_PAUSE = Duration.ofSeconds(75);

  private static final class Line {
    private long waitingSince = System.nanoTime();
    private int running;
    private boolean served;
  }

  private final IdentityHashMap<HttpConnection, Line> lines = new IdentityHashMap<>();
  private final long slowestFirst;
  private final long longestPause;

  Connections(Duration slowestFirstHead, Duration longestPause) {
    this.slowestFirst = slowestFirstHead.toNanos();
    this.longestPause = longestPause.toNanos();
  }

  void watch(Vertx vertx) {
    long unused = vertx.setPeriodic(1_000, id -> closeSilent(System.nanoTime()));
  }

  void opened(HttpConnection connection) {
    lines.put(connection, new Line());
    connection.closeHandler(closed -> lines.remove(connection));
  }

  /** The head of a request has arrived. */
  void request(HttpServerRequest request) {
    Line line = lines.get(request.connection());
    if (line == null) {
      return;
    }
    line.running++;
    line.served = true;
    request
        .response()
        .endHandler(
            end -> {
              line.running--;
              line.waitingSince = System.nanoTime();
              if (isLast(request)) {
                Sent.unwatched(request.connection().close());
              }
            });
  }

  /** Whether its answer said that the connection closes, and nothing of it is left to be read. */
  private static boolean isLast(HttpServerRequest request) {
    return request.isEnded()
        && request.response().headers().contains(HttpHeaders.CONNECTION, HttpHeaders.CLOSE, true);
  }

  private void closeSilent(long now) {
    List<HttpConnection> silent = new ArrayList<>();
    lines.forEach(
        (connection, line) -> {
          long patience = line.served ? longestPause : slowestFirst;
          if (line.running == 0 && now - line.waitingSince > patience) {
            silent.add(connection);
          }
        });
    silent.forEach(connection -> Sent.unwatched(connection.close()));
  }
}
