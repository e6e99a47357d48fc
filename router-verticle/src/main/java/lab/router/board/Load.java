package lab.router.board;

import java.util.concurrent.atomic.AtomicInteger;

/** How many attempts are in flight. Any thread, without waiting. */
final class Load {
  private final AtomicInteger inFlight = new AtomicInteger();

  void began() {
    inFlight.getAndIncrement();
  }

  /** Never below zero: an attempt may have begun before its model was known here. */
  void ended() {
    inFlight.getAndUpdate(running -> Math.max(0, running - 1));
  }

  int now() {
    return inFlight.get();
  }
}
