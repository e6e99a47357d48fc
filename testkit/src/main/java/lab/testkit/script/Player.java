package lab.testkit.script;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.concurrent.TimeUnit;

/** Plays one reply on one socket, act by act. On the socket's event loop only. */
final class Player {
  private final Vertx vertx;
  private final Context loop;
  private final Connection connection;
  private final NetSocket socket;
  private final Exchange exchange;
  private final Reply reply;
  private final BodyCoder coder;
  private boolean ended;

  Player(Vertx vertx, Context loop, Connection connection, Exchange exchange, Reply reply) {
    this.vertx = vertx;
    this.loop = loop;
    this.connection = connection;
    this.socket = connection.socket();
    this.exchange = exchange;
    this.reply = reply;
    this.coder = reply.coder();
  }

  /** Completes when the connection is ready for the next request, or is closed. */
  Future<Void> play() {
    Promise<Void> played = Promise.promise();
    write(reply.head()).onComplete(sent -> act(0, played), played::fail);
    return played
        .future()
        .compose(done -> end())
        .compose(done -> reply.closesAtEnd() ? connection.close() : Future.succeededFuture());
  }

  /** Acts from here on, each in a turn of its own: chained, a long script would be a deep stack. */
  private void act(int next, Promise<Void> played) {
    if (next == reply.acts().size()) {
      played.complete();
      return;
    }
    perform(reply.acts().get(next))
        .onComplete(done -> loop.runOnContext(turn -> act(next + 1, played)), played::fail);
  }

  private Future<Void> perform(Act act) {
    return switch (act) {
      case Act.Body body -> write(coder.piece(body.bytes()));
      case Act.LastBody last -> {
        ended = true;
        yield write(coder.piece(last.bytes()).appendBuffer(coder.end()));
      }
      case Act.Raw raw -> write(raw.bytes());
      case Act.Ended ended -> end();
      case Act.AtGate at -> backOnLoop(at.gate().pass());
      case Act.Pause pause -> vertx.timer(pause.time().toNanos(), TimeUnit.NANOSECONDS).mapEmpty();
      case Act.Flood flood -> flood(coder.piece(flood.piece()));
      case Act.StopReading stop -> {
        socket.pause();
        yield Future.succeededFuture();
      }
      case Act.CloseOnReuse later -> {
        connection.closeOnReuse();
        yield Future.succeededFuture();
      }
      case Act.Close now -> over(connection.close());
      case Act.Reset now -> over(connection.reset());
      case Act.Hang hang -> Promise.<Void>promise().future();
    };
  }

  /** What closes is the last act: no end mark may follow. */
  private Future<Void> over(Future<Void> closing) {
    ended = true;
    return closing;
  }

  private Future<Void> end() {
    if (ended) {
      return Future.succeededFuture();
    }
    ended = true;
    return write(coder.end());
  }

  private Future<Void> flood(Buffer piece) {
    Promise<Void> peerGone = Promise.promise();
    pour(piece, peerGone);
    return peerGone.future();
  }

  private void pour(Buffer piece, Promise<Void> peerGone) {
    write(piece).onFailure(peerGone::tryFail);
    if (peerGone.future().isComplete()) {
      return;
    }
    if (socket.writeQueueFull()) {
      socket.drainHandler(drained -> pour(piece, peerGone));
    } else {
      // A turn of the loop each time, or nothing else would ever be served.
      loop.runOnContext(turn -> pour(piece, peerGone));
    }
  }

  private Future<Void> write(Buffer bytes) {
    if (bytes.length() == 0) {
      return Future.succeededFuture();
    }
    Future<Void> written =
        socket.write(bytes.copy()).onSuccess(sent -> exchange.accepted(bytes.length()));
    if (socket.writeQueueFull()) {
      exchange.queueFull();
    }
    return written;
  }

  /** A test opens gates on its own thread; the script goes on here. */
  private Future<Void> backOnLoop(Future<Void> elsewhere) {
    Promise<Void> here = Promise.promise();
    elsewhere.onComplete(any -> loop.runOnContext(ran -> here.complete()));
    return here.future();
  }
}
