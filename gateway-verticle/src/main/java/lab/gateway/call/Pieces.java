package lab.gateway.call;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import java.util.Objects;

/**
 * A large body on its way out: a piece in each turn of the loop, as the other side takes them. In
 * one write the system copies all of it while everybody else waits. On its loop only.
 */
public final class Pieces {
  /** What is no longer than this goes in one write. */
  public static final int LARGE = 256 * 1024;

  private static final int PIECE = 128 * 1024;

  private final Context loop =
      Objects.requireNonNull(Vertx.currentContext(), "not on an event loop");
  private final Promise<Void> sent = Promise.promise();
  private final byte[] all;
  private final WriteStream<Buffer> to;
  private int written;
  private boolean stopped;

  private Pieces(byte[] all, WriteStream<Buffer> to) {
    this.all = all;
    this.to = to;
  }

  /**
   * Begins to send, and ends the stream with the last piece.
   *
   * @param to whose head has the length
   */
  public static Pieces send(byte[] all, WriteStream<Buffer> to) {
    Pieces pieces = new Pieces(all, to);
    pieces.more();
    return pieces;
  }

  /** Ends when nothing is held any more: all is with the system, or the other side has left. */
  public Future<Void> sent() {
    return sent.future();
  }

  /** Whether the last piece has been written. */
  public boolean complete() {
    return written == all.length;
  }

  /** Writes no more of it. */
  public void stop() {
    stopped = true;
    boolean unused = sent.tryComplete();
  }

  private void more() {
    if (stopped) {
      return;
    }
    int length = Math.min(PIECE, all.length - written);
    Buffer piece = Bytes.wrap(all, written, length);
    written += length;
    if (complete()) {
      to.end(piece).onComplete(done -> stop());
      return;
    }
    to.write(piece).onFailure(gone -> stop());
    if (to.writeQueueFull()) {
      to.drainHandler(drained -> next());
    } else {
      next();
    }
  }

  private void next() {
    loop.runOnContext(turn -> more());
  }
}
