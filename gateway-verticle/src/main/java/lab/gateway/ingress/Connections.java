package lab.gateway.ingress;

import io.netty.channel.Channel;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import lab.config.ServerLimits;
import lab.gateway.call.HangUp;
import lab.gateway.call.Sent;
import lab.gateway.call.Streams;

/**
 * The client connections of one event loop. One that does not come out with a request's head is
 * closed, whether it sends nothing or a header a minute, and so is one whose client does not take
 * its answer. Looked at once a second, so that a request costs no timer.
 */
final class Connections {
  private final IdentityHashMap<HttpConnection, Line> lines = new IdentityHashMap<>();
  private final ServerLimits limits;

  Connections(ServerLimits limits) {
    this.limits = limits;
  }

  void watch(Vertx vertx) {
    long unused = vertx.setPeriodic(1_000, id -> look(System.nanoTime()));
  }

  /** It is known what is spoken on one. */
  void known(HttpConnection connection) {
    Channel channel = ((ConnectionBase) connection).channel();
    ClientPace pace = new ClientPace(limits, Newcomer.known(channel));
    Http2ConnectionHandler streams = Streams.of(connection);
    lines.put(
        connection,
        streams == null
            ? new OneAnswer(channel, pace)
            : new ManyAnswers(channel, streams, pace, limits.sendTimeout()));
    connection.closeHandler(
        closed -> {
          Line unused = lines.remove(connection);
        });
  }

  /** The head of a request has arrived. */
  void request(HttpServerRequest request) {
    Line line = lines.get(request.connection());
    if (line != null) {
      line.began(request);
    }
  }

  private void look(long now) {
    List<Runnable> ends = new ArrayList<>();
    lines.forEach(
        (connection, line) -> {
          switch (line.look(now)) {
            case KEEP -> {}
            case CLOSE -> ends.add(() -> Sent.unwatched(connection.close()));
            case CUT -> ends.add(() -> HangUp.at(connection));
          }
        });
    // Afterwards: what is closed leaves the map at once.
    ends.forEach(Runnable::run);
  }
}
