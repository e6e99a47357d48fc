package lab.gateway.limit;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import lab.contract.LimitClaim;
import lab.gateway.limit.Owners.Place;
import org.jspecify.annotations.Nullable;

/**
 * One limit of parallel requests at one node: how many run here, and who wants to. The node that
 * counts them is told of each change, one word after the other. Any thread.
 */
final class Slots {
  /** What runs is told anew after this, so that a node that has died is known by its silence. */
  private static final long TOLD_ANEW = 1_000_000;

  private final String id;
  private final SlotPool pool;

  /** First come, first served. */
  private final Set<Slot> wanted = new LinkedHashSet<>();

  /** Those of them that have not been asked for yet. */
  private List<Slot> fresh = new ArrayList<>();

  private int most = 1;
  private int using;
  private boolean asking;
  private boolean again;
  private boolean closed;
  private long toldAt;
  private @Nullable Place toldTo;

  /**
   * @param id of the limit
   */
  Slots(String id, SlotPool pool) {
    this.id = id;
    this.pool = pool;
  }

  /** Somebody wants one; whether this is still the place for it. */
  boolean enter(Slot slot) {
    synchronized (this) {
      if (closed) {
        return false;
      }
      most = slot.limit().most();
      wanted.add(slot);
      fresh.add(slot);
    }
    ask();
    return true;
  }

  /** Asked for next by another number, within a tenth of a second where anybody waits. */
  synchronized void goesBy(SlotLimit limit) {
    most = limit.most();
  }

  private void ask() {
    LimitClaim.Slots claim;
    List<Slot> newcomers;
    synchronized (this) {
      again = asking;
      if (asking) {
        return;
      }
      asking = true;
      newcomers = fresh;
      fresh = new ArrayList<>();
      toldAt = pool.now();
      Place place = pool.owners().place(id);
      toldTo = place;
      boolean patient = wanted.stream().anyMatch(Slot::isPatient);
      claim =
          new LimitClaim.Slots(
              id, pool.owners().self(), most, using, using + wanted.size(), patient);
    }
    var unused =
        pool.claim(claim)
            .onComplete(
                (answer, broken) ->
                    // Were it broken, nobody shall be locked out.
                    heard(answer == null ? claim.wish() : answer.given(), newcomers));
  }

  private void heard(long held, List<Slot> newcomers) {
    List<Slot> in = new ArrayList<>();
    boolean more;
    synchronized (this) {
      Iterator<Slot> next = wanted.iterator();
      while (using < held && next.hasNext()) {
        in.add(next.next());
        next.remove();
        using++;
      }
      asking = false;
      // Who was waited for may have left: what is not needed goes back.
      more = again || using < held;
    }
    in.forEach(this::give);
    newcomers.forEach(this::decide);
    if (more) {
      ask();
    }
  }

  private void give(Slot slot) {
    if (!slot.give()) {
      free();
    }
  }

  /** None was there for it: it waits where it may. */
  private void decide(Slot slot) {
    if (!slot.isWanted()) {
      return;
    }
    if (!slot.isPatient()) {
      drop(slot);
      return;
    }
    Slot loser = pool.room().enter(slot, pool.queueSize());
    if (loser != null) {
      pool.drop(loser);
    }
    if (!slot.isWanted()) {
      pool.room().leave(slot);
    }
  }

  /** It gets none. */
  void drop(Slot slot) {
    forget(slot);
    slot.refuse();
  }

  private synchronized void forget(Slot slot) {
    boolean unused = wanted.remove(slot);
  }

  /** Somebody has left. */
  void left(Slot slot, boolean held) {
    if (held) {
      free();
    } else {
      forget(slot);
    }
  }

  private void free() {
    synchronized (this) {
      using--;
    }
    ask();
  }

  /** Lets time pass: who has waited for too long gets none, and the others ask again. */
  void pass(long now, long longestWait) {
    List<Slot> tired = new ArrayList<>();
    boolean ask;
    synchronized (this) {
      for (Slot slot : wanted) {
        if (now - slot.since() < longestWait) {
          break;
        }
        tired.add(slot);
      }
      boolean moved = !pool.owners().holds(toldTo);
      ask = wanted.size() > tired.size() || (using > 0 && (moved || now - toldAt >= TOLD_ANEW));
    }
    tired.forEach(this::drop);
    if (ask) {
      ask();
    }
  }

  /** How many run here. */
  synchronized int using() {
    return using;
  }

  /** Ends where nobody runs or wants to; whether it has. */
  synchronized boolean close() {
    closed = wanted.isEmpty() && using == 0 && !asking;
    return closed;
  }
}
