package lab.gateway.cache;

import io.vertx.core.Context;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import lab.gateway.peer.End;
import lab.gateway.peer.PeerReply;
import org.jspecify.annotations.Nullable;

/**
 * Another node that reads an answer under way here, for its own followers. Only what is made here
 * is given: two nodes that read from each other would wait for ever. Event loop of its reply, but
 * for {@link #wake}.
 */
final class ForPeer implements Flight.Reader {
  private final Context loop;
  private final Flight flight;
  private final PeerReply reply;
  private final AtomicBoolean woken = new AtomicBoolean();
  private @Nullable Boolean streamed;
  private int passed;
  private boolean waits;
  private boolean done;

  ForPeer(Context loop, Flight flight, PeerReply reply) {
    this.loop = loop;
    this.flight = flight;
    this.reply = reply;
  }

  /** Begins; false where there is nothing to follow. */
  boolean start() {
    if (!flight.follow(this)) {
      return false;
    }
    reply.onLeft(this::done);
    pull();
    return true;
  }

  @Override
  public void wake() {
    if (woken.compareAndSet(false, true)) {
      loop.runOnContext(
          again -> {
            woken.set(false);
            pull();
          });
    }
  }

  private void pull() {
    if (done || waits) {
      return;
    }
    Part part = flight.from(passed);
    if (part.state() == Part.State.LOST || part.source() == Part.Source.ELSEWHERE) {
      done();
      reply.lost();
    } else if (part.source() == Part.Source.HERE) {
      give(part);
    }
  }

  private void give(Part part) {
    Answer answer = part.answer();
    // Told at once, so that the other node sees who lives; what was found in Redis may differ.
    if (streamed == null || streamed != answer.streamed()) {
      streamed = answer.streamed();
      reply.head(answer.streamed(), answer.usageTold());
    }
    boolean complete = part.state() == Part.State.COMPLETE;
    List<byte[]> pieces = answer.pieces();
    for (byte[] piece : complete ? pieces.subList(0, pieces.size() - 1) : pieces) {
      passed++;
      reply.piece(piece);
      if (reply.waits(this::resume)) {
        waits = true;
        return;
      }
    }
    if (complete) {
      done();
      reply.complete(end(part), pieces.getLast());
    }
  }

  private static End end(Part part) {
    StoredAnswer stored = part.stored();
    return new End(
        part.answer().usage(),
        stored == null
            ? null
            : new End.Kept(
                stored.by().provider().value(),
                stored.by().model().value(),
                stored.fallback(),
                stored.storedAt(),
                stored.keptFor(),
                stored.took()));
  }

  private void resume() {
    waits = false;
    pull();
  }

  private void done() {
    done = true;
    flight.leave(this);
  }
}
