package lab.gateway.ingress;

import io.netty.channel.ChannelOutboundBuffer;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.VertxConnection;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import lab.config.ServerLimits;
import lab.gateway.call.HangUp;
import lab.gateway.call.Sent;

/**
 * The client connections of one event loop. One that does not come out with a request's head is
 * closed, whether it sends nothing or a header a minute, and so is one whose client does not take
 * its answer. Looked at once a second, so that a request costs no timer.
 */
final class Connections {
  private final IdentityHashMap<HttpConnection, ClientPace> lines = new IdentityHashMap<>();
  private final ServerLimits limits;

  Connections(ServerLimits limits) {
    this.limits = limits;
  }

  void watch(Vertx vertx) {
    long unused = vertx.setPeriodic(1_000, id -> look(System.nanoTime()));
  }

  void opened(HttpConnection connection) {
    lines.put(connection, new ClientPace(limits, System.nanoTime()));
    connection.closeHandler(closed -> lines.remove(connection));
  }

  /** The head of a request has arrived. */
  void request(HttpServerRequest request) {
    ClientPace pace = lines.get(request.connection());
    if (pace == null) {
      return;
    }
    pace.began();
    request
        .response()
        .endHandler(
            end -> {
              pace.answered(System.nanoTime());
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

  private void look(long now) {
    List<Runnable> ends = new ArrayList<>();
    lines.forEach(
        (connection, pace) -> {
          switch (pace.look(now, unsent(connection))) {
            case KEEP -> {}
            case CLOSE -> ends.add(() -> Sent.unwatched(connection.close()));
            case CUT -> ends.add(() -> HangUp.at(connection));
          }
        });
    // Afterwards: what is closed leaves the map at once.
    ends.forEach(Runnable::run);
  }

  /** Bytes that were written and not taken by the system; it takes no more than the client does. */
  private static long unsent(HttpConnection connection) {
    ChannelOutboundBuffer waiting =
        connection instanceof VertxConnection channelled
            ? channelled.channel().unsafe().outboundBuffer()
            : null;
    return waiting == null ? 0 : waiting.totalPendingWriteBytes() - waiting.currentProgress();
  }
}
