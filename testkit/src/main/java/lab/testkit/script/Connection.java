package lab.testkit.script;

import io.netty.channel.ChannelOption;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One accepted connection: requests in, one after the other, replies out. On its loop only. */
final class Connection {
  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

  private final Vertx vertx;
  private final Context loop;
  private final NetSocket socket;
  private final int number;
  private final Journal journal;
  private final Repertoire repertoire;
  private final RequestParser parser = new RequestParser();
  private final Queue<Exchange> waiting = new ArrayDeque<>();
  private final List<Exchange> taken = new ArrayList<>();
  private boolean replying;
  private boolean closesOnReuse;
  private boolean closedHere;
  private Departure.Manner manner = Departure.Manner.CLOSED;

  private Connection(
      Vertx vertx, NetSocket socket, int number, Journal journal, Repertoire repertoire) {
    this.vertx = vertx;
    this.loop = vertx.getOrCreateContext();
    this.socket = socket;
    this.number = number;
    this.journal = journal;
    this.repertoire = repertoire;
  }

  /** Meets a new connection as the script says. */
  static void accept(Vertx vertx, NetSocket socket, Journal journal, Repertoire repertoire) {
    Connection connection = new Connection(vertx, socket, journal.connected(), journal, repertoire);
    socket.exceptionHandler(connection::broken);
    socket.closeHandler(closed -> connection.gone());
    switch (repertoire.welcome()) {
      case SERVE -> socket.handler(connection::received);
      case CLOSE -> connection.close().onFailure(lost -> LOG.debug("close failed", lost));
      case RESET -> connection.reset().onFailure(lost -> LOG.debug("reset failed", lost));
      case IGNORE -> socket.pause();
    }
  }

  NetSocket socket() {
    return socket;
  }

  void closeOnReuse() {
    closesOnReuse = true;
  }

  Future<Void> close() {
    closedHere = true;
    return socket.close();
  }

  Future<Void> reset() {
    closedHere = true;
    boolean set =
        ((NetSocketInternal) socket)
            .channelHandlerContext()
            .channel()
            .config()
            .setOption(ChannelOption.SO_LINGER, 0);
    return set ? socket.close() : Future.failedFuture("this transport can not reset a connection");
  }

  private void received(Buffer bytes) {
    try {
      parser.feed(bytes).forEach(this::take);
    } catch (IllegalArgumentException notHttp) {
      LOG.warn("a scripted provider was sent something that is no HTTP/1.1", notHttp);
      close().onFailure(lost -> LOG.debug("close failed", lost));
      return;
    }
    replyToNext();
  }

  private void take(RequestParser.Parsed parsed) {
    RequestParser.Head head = parsed.head();
    Received request =
        new Received(
            journal.nextNumber(),
            number,
            head.method(),
            head.path(),
            head.headers(),
            head.text(),
            parsed.body());
    Exchange exchange = new Exchange(vertx, request);
    taken.add(exchange);
    waiting.add(exchange);
    journal.add(exchange);
  }

  private void replyToNext() {
    Exchange next = replying ? null : waiting.poll();
    if (next == null) {
      return;
    }
    replying = true;
    Reply reply = closesOnReuse ? Reply.hangUp() : repertoire.reply(next.request());
    new Player(vertx, loop, this, next, reply)
        .play()
        .onComplete(
            done -> {
              replying = false;
              next.replying().handle(done);
              replyToNext();
            });
  }

  private void broken(Throwable how) {
    manner = Departure.Manner.RESET;
    LOG.debug("a connection of a scripted provider broke", how);
  }

  private void gone() {
    // What came while nobody read is not given back otherwise.
    socket.resume();
    journal.disconnected();
    Departure departure = new Departure(Instant.now(), manner);
    for (Exchange exchange : taken) {
      if (closedHere) {
        exchange.peerLeaving().tryFail("the provider closed this connection first");
      } else {
        exchange.peerLeaving().tryComplete(departure);
      }
    }
  }
}
