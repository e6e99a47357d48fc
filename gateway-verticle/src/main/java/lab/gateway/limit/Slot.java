package lab.gateway.limit;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One request's place at a limit of parallel requests: it wants it, has it, and gives it back once.
 * What becomes of it is told once, on the event loop where it was made. Any thread.
 */
final class Slot {
  private enum State {
    WANTED,
    HELD,
    OVER
  }

  private final SlotLimit limit;
  private final SlotPool pool;
  private final int priority;
  private final boolean patient;
  private final Consumer<Boolean> told;
  private final long number;
  private final long since;
  private final @Nullable Context context = Vertx.currentContext();
  private final AtomicReference<State> state = new AtomicReference<>(State.WANTED);

  /**
   * @param priority who keeps a place among those that wait; the higher
   * @param patient whether it waits where none is free
   * @param told gets whether it has one
   */
  Slot(SlotLimit limit, SlotPool pool, int priority, boolean patient, Consumer<Boolean> told) {
    this.limit = limit;
    this.pool = pool;
    this.priority = priority;
    this.patient = patient;
    this.told = told;
    this.number = pool.nextNumber();
    this.since = pool.now();
  }

  SlotLimit limit() {
    return limit;
  }

  int priority() {
    return priority;
  }

  boolean isPatient() {
    return patient;
  }

  /** Counts up with each of the node. */
  long number() {
    return number;
  }

  /** Since when it is wanted, in microseconds. */
  long since() {
    return since;
  }

  boolean isWanted() {
    return state.get() == State.WANTED;
  }

  /** It is there; whether it is still wanted. */
  boolean give() {
    return is(State.HELD, true);
  }

  /** There is none for it. */
  void refuse() {
    boolean unused = is(State.OVER, false);
  }

  private boolean is(State now, boolean there) {
    if (!state.compareAndSet(State.WANTED, now)) {
      return false;
    }
    boolean waited = pool.room().leave(this);
    // One that has waited goes on in a turn of its own: else each that ends at once would begin the
    // next one inside itself, through all that wait.
    if (context == null || (!waited && context == Vertx.currentContext())) {
      told.accept(there);
    } else {
      context.runOnContext(turn -> told.accept(there));
    }
    return true;
  }

  /** Whoever wanted it or has it is gone; once, or more often. */
  void leave() {
    State before = state.getAndSet(State.OVER);
    if (before != State.OVER) {
      pool.left(this, before == State.HELD);
    }
  }
}
