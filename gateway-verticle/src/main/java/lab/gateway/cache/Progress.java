package lab.gateway.cache;

import java.util.ArrayList;
import java.util.List;
import lab.contract.Usage;
import lab.gateway.cache.Part.Source;
import lab.gateway.cache.Part.State;
import lab.gateway.call.ByteBudget;
import org.jspecify.annotations.Nullable;

/** How far one answer has come, and all that has come of it. Guarded by its flight. */
final class Progress {
  private final int mostKept;
  private final ByteBudget.Share room;
  private final List<byte[]> pieces = new ArrayList<>();
  private int length;
  private State state = State.RUNNING;
  private Source source = Source.UNDECIDED;
  private boolean streamed;
  private boolean usageTold;
  private @Nullable Answer complete;
  private @Nullable StoredAnswer stored;

  /**
   * @param mostKept bytes of an answer that is kept
   * @param room where its bytes are counted
   */
  Progress(int mostKept, ByteBudget.Share room) {
    this.mostKept = mostKept;
    this.room = room;
  }

  State state() {
    return state;
  }

  void comesFrom(Source from) {
    source = from;
  }

  void is(boolean stream, boolean withUsage) {
    streamed = stream;
    usageTold = withUsage;
  }

  /** Whether it is small enough to be kept. */
  boolean isKept() {
    return length <= mostKept;
  }

  /**
   * One more piece, not the last; where there is no room for it, all of it is lost.
   *
   * @param most bytes that are held beyond what is kept
   */
  void took(byte[] piece, int most) {
    if (hasRoomFor(piece, most)) {
      pieces.add(piece);
    } else {
      lose();
    }
  }

  /**
   * All of it, with its last piece; null where there is no room for that.
   *
   * @param most bytes that are held beyond what is kept
   */
  @Nullable Answer with(byte[] last, Usage usage, int most) {
    if (!hasRoomFor(last, most)) {
      return null;
    }
    // In a list of its own: until all is told, readers must not see the last one as any other.
    List<byte[]> all = new ArrayList<>(pieces);
    all.add(last);
    return new Answer(streamed, usageTold, all, usage);
  }

  private boolean hasRoomFor(byte[] more, int most) {
    length += more.length;
    return length <= Math.max(mostKept, most) && room.take(more.length);
  }

  void arrived(Answer answer, @Nullable StoredAnswer as) {
    state = State.COMPLETE;
    complete = answer;
    stored = as;
    pieces.clear();
  }

  /** It will never be complete. */
  void lose() {
    state = State.LOST;
    pieces.clear();
  }

  /** What there is from this piece on. */
  Part from(int piece) {
    if (complete != null) {
      return part(complete, complete.pieces(), piece);
    }
    return part(new Answer(streamed, usageTold, List.of(), Usage.UNKNOWN), pieces, piece);
  }

  private Part part(Answer of, List<byte[]> all, int piece) {
    List<byte[]> more = all.subList(Math.min(piece, all.size()), all.size());
    Answer rest = new Answer(of.streamed(), of.usageTold(), more, of.usage());
    return new Part(state, source, rest, stored);
  }
}
