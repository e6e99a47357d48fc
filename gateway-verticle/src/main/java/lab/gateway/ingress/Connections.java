package lab.gateway.ingress;

import io.netty.channel.ChannelOutboundBuffer;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.VertxConnection;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import lab.config.ServerLimits;
import lab.gateway.call.Crowd;
import lab.gateway.call.HangUp;
import lab.gateway.call.Sent;
import lab.gateway.call.Traffic;
import org.jspecify.annotations.Nullable;

/**
 * The client connections of one event loop. One that does not come out with a request's head is
 * closed, whether it sends nothing or a header a minute, and so is one whose client does not take
 * its answer. Looked at once a second, so that a request costs no timer.
 */
final class Connections {
  private final IdentityHashMap<HttpConnection, Line> lines = new IdentityHashMap<>();
  private final ServerLimits limits;
  private final Crowd crowd;
  private final Traffic traffic;

  /**
   * @param crowd all connections of the node
   */
  Connections(ServerLimits limits, Crowd crowd, Traffic traffic) {
    this.limits = limits;
    this.crowd = crowd;
    this.traffic = traffic;
  }

  /** Whether there is room for one more; it is closed where there is not. */
  boolean admitted(HttpConnection connection) {
    boolean room = crowd.enter();
    if (!room) {
      Sent.unwatched(connection.close());
    }
    return room;
  }

  void watch(Vertx vertx) {
    long unused = vertx.setPeriodic(1_000, id -> look(System.nanoTime()));
  }

  void opened(HttpConnection connection) {
    lines.put(connection, new Line(new ClientPace(limits, System.nanoTime())));
    traffic.opened();
    connection.closeHandler(
        closed -> {
          crowd.leave();
          traffic.closed();
          Line unused = lines.remove(connection);
        });
  }

  /** The head of a request has arrived. */
  void request(HttpServerRequest request) {
    Line line = lines.get(request.connection());
    if (line == null) {
      return;
    }
    ClientPace pace = line.pace;
    pace.began();
    line.answer = request.response();
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
        (connection, line) -> {
          switch (line.pace.look(now, unsent(connection), line.isComplete())) {
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

  /** One connection; its requests are answered one at a time. */
  private static final class Line {
    private final ClientPace pace;
    private @Nullable HttpServerResponse answer;

    Line(ClientPace pace) {
      this.pace = pace;
    }

    /** Whether all of the answer is there: only then its head has told the length. */
    boolean isComplete() {
      return answer != null
          && answer.headWritten()
          && answer.headers().contains(HttpHeaders.CONTENT_LENGTH);
    }
  }
}
