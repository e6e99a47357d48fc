package lab.gateway.call;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/** How many of something there are at a time, within a limit. Any thread. */
public final class Crowd {
  private final AtomicInteger inside = new AtomicInteger();
  private final IntSupplier most;

  /**
   * @param most how many there may be at a time; may change
   */
  public Crowd(IntSupplier most) {
    this.most = most;
  }

  /** Lets one more in; whether there was room. Each that came in leaves once. */
  public boolean enter() {
    if (inside.incrementAndGet() <= most.getAsInt()) {
      return true;
    }
    leave();
    return false;
  }

  /** One that came in is gone. */
  public void leave() {
    int unused = inside.decrementAndGet();
  }

  /** How many there are. */
  public int inside() {
    return inside.get();
  }
}
