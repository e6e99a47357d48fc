package lab.gateway.limit;

import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import lab.config.RateLimits;
import lab.contract.LimitClaim;
import lab.contract.LimitClaim.Answer;
import lab.contract.NodeId;

/**
 * The limits of parallel requests of a cluster, as one node has its part in them: what it counts
 * for all, what runs here, and who waits. Any thread.
 */
final class SlotPool {
  private final Owners owners;
  private final Others others;
  private final LongSupplier micros;
  private final AtomicLong numbers = new AtomicLong();
  private final WaitingRoom room = new WaitingRoom();

  /** Of limits of which anything runs here, or shall. */
  private final ConcurrentHashMap<String, Slots> all = new ConcurrentHashMap<>();

  /** Of limits that this node counts for all; guarded by itself. */
  private final Map<String, SlotBook> books = new HashMap<>();

  private volatile RateLimits rates = RateLimits.NONE;

  /**
   * @param micros the time in microseconds of any origin, which never goes back
   */
  SlotPool(Owners owners, Others others, LongSupplier micros) {
    this.owners = owners;
    this.others = others;
    this.micros = micros;
  }

  /** Takes over how many may wait, and for how long. */
  void goesBy(RateLimits now) {
    rates = now;
  }

  /** A limit may have another number now, by which those go who wait for it. */
  void goesBy(SlotLimit limit) {
    Slots here = all.get(limit.id());
    if (here != null) {
      here.goesBy(limit);
    }
  }

  long now() {
    return micros.getAsLong();
  }

  long nextNumber() {
    return numbers.incrementAndGet();
  }

  Owners owners() {
    return owners;
  }

  WaitingRoom room() {
    return room;
  }

  int queueSize() {
    return rates.queueSize();
  }

  /** Whether anybody may wait for a slot at all. */
  boolean maySomebodyWait() {
    return queueSize() > 0;
  }

  /** Somebody wants a slot, and is told whether it has one. */
  void enter(Slot slot) {
    while (!slotsOf(slot).enter(slot)) {
      // The last user has just left, and what it left behind is being cleared away.
      Thread.onSpinWait();
    }
  }

  private Slots slotsOf(Slot slot) {
    return all.computeIfAbsent(slot.limit().id(), id -> new Slots(id, this));
  }

  /** It does not get one. */
  void drop(Slot slot) {
    slotsOf(slot).drop(slot);
  }

  /**
   * Somebody has left.
   *
   * @param held whether it had its slot
   */
  void left(Slot slot, boolean held) {
    room.leave(slot);
    slotsOf(slot).left(slot, held);
  }

  /**
   * Asks whoever counts a limit; where that is silent this node decides by what it knows itself.
   */
  Future<Answer> claim(LimitClaim.Slots claim) {
    NodeId owner = owners.place(claim.limit()).owner();
    if (owner.equals(owners.self())) {
      return Future.succeededFuture(answer(claim));
    }
    return owners
        .watched(owner, others.slots(owner, claim))
        .recover(silent -> Future.succeededFuture(answer(claim)));
  }

  /** As the node that counts a limit for all. */
  Answer answer(LimitClaim.Slots claim) {
    synchronized (books) {
      int held =
          books
              .computeIfAbsent(claim.limit(), fresh -> new SlotBook())
              .claim(
                  claim.node(), claim.most(), claim.using(), claim.wish(), claim.patient(), now());
      return new Answer(held, 0, 0, 0);
    }
  }

  /** How many are free, as far as this node knows: of a limit that another one counts its own. */
  Left left(SlotLimit limit) {
    boolean ours = owners.place(limit.id()).owner().equals(owners.self());
    return new Left(limit.most() - (ours ? counted(limit.id()) : running(limit.id())), !ours);
  }

  private int counted(String limit) {
    synchronized (books) {
      SlotBook book = books.get(limit);
      return book == null ? 0 : book.held(now());
    }
  }

  private int running(String limit) {
    Slots here = all.get(limit);
    return here == null ? 0 : here.using();
  }

  /** Lets time pass; ten times a second. */
  void pass() {
    long now = now();
    long longest = rates.queueTimeout().toNanos() / 1_000;
    for (Map.Entry<String, Slots> each : all.entrySet()) {
      each.getValue().pass(now, longest);
      var unused = all.computeIfPresent(each.getKey(), (id, slots) -> slots.close() ? null : slots);
    }
    synchronized (books) {
      boolean unused = books.values().removeIf(book -> book.isEmpty(now));
    }
  }
}
