package lab.testkit.bus;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What was heard on one line, in order. */
public final class Heard<E> {
  private final List<E> all = new ArrayList<>();
  private final Map<Integer, Promise<E>> awaited = new HashMap<>();

  Heard() {}

  /** So far. */
  public synchronized List<E> all() {
    return List.copyOf(all);
  }

  /**
   * Completes with the n-th notice once it is heard.
   *
   * @param number from 1
   */
  public synchronized Future<E> await(int number) {
    return promise(number).future();
  }

  void hear(E notice) {
    Promise<E> waiting;
    synchronized (this) {
      all.add(notice);
      waiting = promise(all.size());
    }
    // Outside the lock: whoever waits runs here and may ask for more.
    waiting.complete(notice);
  }

  private Promise<E> promise(int number) {
    return awaited.computeIfAbsent(number, any -> Promise.promise());
  }
}
