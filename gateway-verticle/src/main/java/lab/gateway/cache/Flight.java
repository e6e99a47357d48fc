package lab.gateway.cache;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import lab.contract.Candidate;
import lab.contract.Usage;
import lab.dialect.InferenceCall;
import lab.gateway.call.AnswerTap;
import lab.gateway.call.ByteBudget;
import lab.gateway.call.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * One answer on its way from a provider, as far as it has come: written by the request that asked
 * for it, its leader, on the leader's event loop, and read by any number of others on theirs. All
 * of it is held, so that whoever comes late gets it from its start; beyond {@link #MOST_SHARED} it
 * is lost for those who follow.
 */
final class Flight implements AnswerTap {
  /** Bytes of an answer that others wait for; one that nobody waits for is let go much earlier. */
  static final int MOST_SHARED = 16 * 1024 * 1024;

  /** Who is told what becomes of it. */
  interface Owner {
    /** It can be kept, by the leader's loop, before anybody learns that it is complete. */
    void completed(Flight flight, Answer answer);

    /** Nobody more may follow it. */
    void closed(Flight flight);
  }

  /** How far it has come. */
  enum State {
    RUNNING,
    COMPLETE,
    /** It will never be complete. */
    LOST
  }

  /** What there is of it from some piece on. */
  record Part(State state, Answer answer) {}

  private final String key;
  private final Handling handling;
  private final Exchange leader;
  private final Context loop;
  private final int mostKept;
  private final ByteBudget.Share room;
  private final Owner owner;

  private final List<byte[]> pieces = new ArrayList<>();
  private final Set<Follower> followers = new LinkedHashSet<>();
  private final Pace.Watch watch = new Pace.Watch(System::nanoTime);
  private int length;
  private State state = State.RUNNING;
  private @Nullable Answer complete;
  private @Nullable Candidate expected;
  private @Nullable Runnable whenShared;

  /**
   * @param leader whose answer it is
   * @param loop the leader's
   * @param mostKept bytes of an answer that is kept
   * @param room where its bytes are counted while it runs
   */
  Flight(
      String key,
      Handling handling,
      Exchange leader,
      Context loop,
      int mostKept,
      ByteBudget.Share room,
      Owner owner) {
    this.key = key;
    this.handling = handling;
    this.leader = leader;
    this.loop = loop;
    this.mostKept = mostKept;
    this.room = room;
    this.owner = owner;
  }

  String key() {
    return key;
  }

  Handling handling() {
    return handling;
  }

  Exchange leader() {
    return leader;
  }

  /** When its pieces came, so far. */
  Pace pace() {
    return watch.pace();
  }

  /** Whom the router named first; null before it has decided. */
  @Nullable Candidate expected() {
    return expected;
  }

  @Override
  public void expects(Candidate first) {
    expected = first;
  }

  /** Whether its answer is small enough to be kept. */
  synchronized boolean isKept() {
    return length <= mostKept;
  }

  @Override
  public void took(Buffer bytes) {
    watch.came();
    synchronized (this) {
      if (state != State.RUNNING) {
        return;
      }
      if (hasRoomFor(bytes)) {
        pieces.add(bytes.getBytes());
      } else {
        lose();
      }
    }
    if (!isRunning()) {
      end();
      // Nobody waits for it any more, its own client perhaps neither.
      loop.runOnContext(lost -> leader.deserted());
      return;
    }
    if (!isKept()) {
      owner.closed(this);
    }
    wake();
  }

  @Override
  public void complete(Buffer last) {
    watch.came();
    Answer answer = null;
    synchronized (this) {
      if (state == State.RUNNING && hasRoomFor(last)) {
        List<byte[]> all = new ArrayList<>(pieces);
        all.add(last.getBytes());
        InferenceCall call = leader.call();
        answer = new Answer(call.streamed(), call.usageWanted(), all, leader.usage());
      }
    }
    if (answer == null) {
      over();
    } else {
      land(answer);
    }
  }

  private boolean hasRoomFor(Buffer more) {
    length += more.length();
    return length <= (followers.isEmpty() ? mostKept : MOST_SHARED) && room.take(more.length());
  }

  private void land(Answer answer) {
    if (isKept()) {
      // Before it is over, so that whoever comes now finds the one or the other.
      owner.completed(this, answer);
    }
    arrived(answer);
  }

  /** It is complete, and kept where it can be. */
  void arrived(Answer answer) {
    synchronized (this) {
      state = State.COMPLETE;
      complete = answer;
      pieces.clear();
    }
    end();
  }

  @Override
  public void over() {
    synchronized (this) {
      if (state == State.RUNNING) {
        lose();
      }
    }
    end();
  }

  private void lose() {
    state = State.LOST;
    pieces.clear();
  }

  private void end() {
    room.letGo();
    owner.closed(this);
    wake();
  }

  private void wake() {
    List<Follower> all;
    synchronized (this) {
      if (followers.isEmpty()) {
        return;
      }
      all = List.copyOf(followers);
    }
    all.forEach(Follower::wake);
  }

  @Override
  public synchronized boolean isShared() {
    return state == State.RUNNING && !followers.isEmpty();
  }

  @Override
  public void whenShared(Runnable then) {
    synchronized (this) {
      if (followers.isEmpty()) {
        whenShared = then;
        return;
      }
    }
    then.run();
  }

  /** One more waits for it, from any loop; false where it is over. */
  boolean follow(Follower follower) {
    Runnable then;
    synchronized (this) {
      if (state == State.LOST) {
        return false;
      }
      followers.add(follower);
      then = whenShared;
      whenShared = null;
    }
    if (then != null) {
      loop.runOnContext(shared -> then.run());
    }
    return true;
  }

  /** One does not wait any more. Without client and followers it ends. */
  void leave(Follower follower) {
    synchronized (this) {
      boolean unused = followers.remove(follower);
      if (!followers.isEmpty()) {
        return;
      }
    }
    loop.runOnContext(alone -> leader.deserted());
  }

  synchronized boolean isRunning() {
    return state == State.RUNNING;
  }

  /** What there is from this piece on. */
  synchronized Part from(int piece) {
    if (complete != null) {
      return part(complete, complete.pieces(), piece);
    }
    InferenceCall call = leader.call();
    Answer running = new Answer(call.streamed(), call.usageWanted(), List.of(), Usage.UNKNOWN);
    return part(running, pieces, piece);
  }

  private Part part(Answer of, List<byte[]> all, int piece) {
    List<byte[]> more = all.subList(Math.min(piece, all.size()), all.size());
    return new Part(state, new Answer(of.streamed(), of.usageTold(), more, of.usage()));
  }
}
