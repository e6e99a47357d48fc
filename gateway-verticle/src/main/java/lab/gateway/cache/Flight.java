package lab.gateway.cache;

import io.vertx.core.Context;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import lab.contract.FlightClaim;
import lab.contract.Usage;
import lab.gateway.cache.Part.Source;
import lab.gateway.cache.Part.State;
import lab.gateway.call.ByteBudget;
import lab.gateway.peer.Claiming.Claimed;
import org.jspecify.annotations.Nullable;

/**
 * One answer on its way, as far as it has come: written on one event loop by a request of this node
 * or by what is read from another, and read by any number of others on theirs. All of it is held,
 * so that whoever comes late gets it from its start; beyond {@link #MOST_SHARED} it is lost for
 * those who follow.
 */
final class Flight {
  /** Bytes of an answer that others wait for; one that nobody waits for is let go much earlier. */
  static final int MOST_SHARED = 16 * 1024 * 1024;

  /** Who waits for it. */
  interface Reader {
    /** There is more, or it is over; from any thread. */
    void wake();
  }

  private final String key;
  private final Context loop;
  private final ByteBudget.Share room;
  private final Consumer<Flight> closed;

  private final Pace.Watch watch = new Pace.Watch(System::nanoTime);

  /** Guarded by this, as are its readers and what is done for them. */
  private final Progress progress;

  private final Set<Reader> readers = new LinkedHashSet<>();
  private Runnable deserted = () -> {};
  private @Nullable Runnable whenShared;
  private volatile @Nullable Claimed claimed;

  /**
   * @param loop whose writes it
   * @param mostKept bytes of an answer that is kept
   * @param room where its bytes are counted for as long as somebody reads it
   * @param closed told that nobody more may follow it; may be told again
   */
  Flight(String key, Context loop, int mostKept, ByteBudget.Share room, Consumer<Flight> closed) {
    this.key = key;
    this.loop = loop;
    this.room = room;
    this.closed = closed;
    this.progress = new Progress(mostKept, room);
  }

  String key() {
    return key;
  }

  /** What came of its claim in the cluster; null where it has none, or none yet. */
  @Nullable Claimed claimed() {
    return claimed;
  }

  /** Who leads it in the cluster, or null where nobody is known. */
  FlightClaim.@Nullable Flight leader() {
    Claimed known = claimed;
    return known == null ? null : known.leader();
  }

  void claimed(Claimed claim) {
    claimed = claim;
  }

  /**
   * Who brings it is known.
   *
   * @param nobodyWaits done on its loop when nobody reads it any more
   */
  void comesFrom(Source from, Runnable nobodyWaits) {
    synchronized (this) {
      progress.comesFrom(from);
      deserted = nobodyWaits;
    }
    wake();
  }

  /** When its pieces came, so far. */
  Pace pace() {
    return watch.pace();
  }

  /** What it is; known before its first piece. */
  synchronized void is(boolean stream, boolean withUsage) {
    progress.is(stream, withUsage);
  }

  private synchronized boolean isKept() {
    return progress.isKept();
  }

  /** One more piece, not the last. */
  void took(byte[] piece) {
    watch.came();
    synchronized (this) {
      if (!isRunning()) {
        return;
      }
      progress.took(piece, mostHeld());
    }
    if (!isRunning()) {
      end();
      // Nobody waits for it any more, its own client perhaps neither.
      loop.runOnContext(lost -> nobodyWaits());
      return;
    }
    if (!isKept()) {
      closed.accept(this);
    }
    wake();
  }

  /**
   * It is complete.
   *
   * @param keep keeps it where it can be, before anybody learns that it is complete; null where not
   */
  void complete(byte[] last, Usage usage, Function<Answer, @Nullable StoredAnswer> keep) {
    watch.came();
    Answer answer;
    synchronized (this) {
      answer = isRunning() ? progress.with(last, usage, mostHeld()) : null;
    }
    if (answer == null) {
      over();
    } else {
      // Before it is over, so that whoever comes now finds the one or the other.
      arrived(answer, isKept() ? keep.apply(answer) : null);
    }
  }

  /** Bytes, beyond what is kept. */
  private int mostHeld() {
    return readers.isEmpty() ? 0 : MOST_SHARED;
  }

  /** It is complete, and kept where it can be. */
  void arrived(Answer answer, @Nullable StoredAnswer as) {
    synchronized (this) {
      progress.arrived(answer, as);
    }
    end();
  }

  /** It is over; where it is not complete, it will never be. */
  void over() {
    synchronized (this) {
      if (isRunning()) {
        progress.lose();
      }
    }
    end();
  }

  private void end() {
    letGo();
    closed.accept(this);
    wake();
  }

  /** Its bytes are counted until the slowest has read them. */
  private void letGo() {
    synchronized (this) {
      if (isRunning() || (progress.state() == State.COMPLETE && !readers.isEmpty())) {
        return;
      }
    }
    room.letGo();
  }

  private void wake() {
    List<Reader> all;
    synchronized (this) {
      if (readers.isEmpty()) {
        return;
      }
      all = List.copyOf(readers);
    }
    all.forEach(Reader::wake);
  }

  /** Whether others wait for it. */
  synchronized boolean isShared() {
    return isRunning() && !readers.isEmpty();
  }

  /** Does this once others begin to wait; at once where they do. */
  void whenShared(Runnable then) {
    synchronized (this) {
      if (readers.isEmpty()) {
        whenShared = then;
        return;
      }
    }
    then.run();
  }

  /** One more waits for it, from any loop; false where it is lost. */
  boolean follow(Reader reader) {
    Runnable then;
    synchronized (this) {
      if (progress.state() == State.LOST) {
        return false;
      }
      readers.add(reader);
      then = whenShared;
      whenShared = null;
    }
    if (then != null) {
      loop.runOnContext(shared -> then.run());
    }
    return true;
  }

  /** One has read it, or does not wait any more. Without client and readers it ends. */
  void leave(Reader reader) {
    synchronized (this) {
      boolean unused = readers.remove(reader);
      if (!readers.isEmpty()) {
        return;
      }
    }
    loop.runOnContext(
        alone -> {
          if (isRunning()) {
            nobodyWaits();
          } else {
            letGo();
          }
        });
  }

  private void nobodyWaits() {
    Runnable then;
    synchronized (this) {
      then = deserted;
    }
    then.run();
  }

  synchronized boolean isRunning() {
    return progress.state() == State.RUNNING;
  }

  /** What there is from this piece on. */
  synchronized Part from(int piece) {
    return progress.from(piece);
  }
}
