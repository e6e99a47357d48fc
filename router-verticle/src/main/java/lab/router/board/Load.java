package lab.router.board;

import java.util.concurrent.atomic.AtomicInteger;

/** How many attempts are in flight, here and at other nodes. Any thread, without waiting. */
final class Load {
  private final AtomicInteger own = new AtomicInteger();
  private final AtomicInteger others = new AtomicInteger();

  void began() {
    own.getAndIncrement();
  }

  /** Never below zero: an attempt may have begun before its model was known here. */
  void ended() {
    own.getAndUpdate(running -> Math.max(0, running - 1));
  }

  /** Another node has this many more in flight than it had. */
  void elsewhere(int more) {
    others.getAndAdd(more);
  }

  int own() {
    return own.get();
  }

  int now() {
    return own.get() + others.get();
  }
}
