package lab.testkit.script;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Everything that came, in order, and who waits for more. Safe on every thread. */
final class Journal {
  private final List<Exchange> exchanges = new ArrayList<>();
  private final Map<Integer, Promise<Exchange>> awaited = new HashMap<>();
  private int connections;
  private int open;

  synchronized int connected() {
    open++;
    return ++connections;
  }

  synchronized void disconnected() {
    open--;
  }

  synchronized int connections() {
    return connections;
  }

  synchronized int open() {
    return open;
  }

  synchronized int nextNumber() {
    return exchanges.size() + 1;
  }

  void add(Exchange exchange) {
    Promise<Exchange> waiting;
    synchronized (this) {
      exchanges.add(exchange);
      waiting = promise(exchanges.size());
    }
    // Outside the lock: whoever waits runs here and may ask for more.
    waiting.complete(exchange);
  }

  synchronized List<Exchange> exchanges() {
    return List.copyOf(exchanges);
  }

  synchronized Future<Exchange> await(int number) {
    return promise(number).future();
  }

  private Promise<Exchange> promise(int number) {
    return awaited.computeIfAbsent(number, any -> Promise.promise());
  }
}
