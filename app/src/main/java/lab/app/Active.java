package lab.app;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import lab.config.Configuration;
import lab.gateway.Generation;
import lab.router.plan.Plan;

/**
 * The one place where it stands what a node goes by. All parts read it, each time anew; one write
 * changes it for all of them at once. Any thread, without waiting.
 */
final class Active {
  private final List<Consumer<Configuration>> ahead = new CopyOnWriteArrayList<>();
  private volatile Bundle bundle;

  Active(Bundle first) {
    this.bundle = first;
  }

  /** Who makes ready for a configuration, on the thread that brings it, before it is in force. */
  void ahead(Consumer<Configuration> part) {
    ahead.add(part);
  }

  /** Comes into force, on all event loops at once. Not to be called on one of them. */
  synchronized void change(Bundle next) {
    ahead.forEach(part -> part.accept(next.configuration()));
    bundle = next;
  }

  Configuration configuration() {
    return bundle.configuration();
  }

  Plan plan() {
    return bundle.plan();
  }

  Generation generation() {
    return bundle.generation();
  }
}
