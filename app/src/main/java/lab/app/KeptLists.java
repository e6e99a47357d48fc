package lab.app;

import io.vertx.core.Completable;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.core.spi.cluster.RegistrationListener;
import io.vertx.core.spi.cluster.RegistrationUpdateEvent;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

/**
 * The lists of who hears what, as Vert.x keeps them for each address that something was sent to. It
 * keeps one until it is told of a change, and is not told of each: seen where a node hears
 * something the moment it has joined, whom the older ones then never reach; nor is anything thrown
 * away when a split cluster is one again.
 *
 * <p>So each is looked up again from time to time and put in the place of the one before. That one
 * serves until then, and where nobody can tell: a member that froze holds no message up. Safe on
 * every thread.
 */
final class KeptLists {
  private final BiConsumer<String, Completable<List<RegistrationInfo>>> lookUp;
  private final Set<String> addresses = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean looking = new AtomicBoolean();

  /**
   * None yet.
   *
   * @param lookUp asks the cluster for the list of an address; may take seconds, or fail
   */
  KeptLists(BiConsumer<String, Completable<List<RegistrationInfo>>> lookUp) {
    this.lookUp = lookUp;
  }

  /** Vert.x asks for the list of this address, and keeps it. */
  void isKept(String address) {
    boolean unused = addresses.add(address);
  }

  /**
   * Looks all up, one after the other: each may hold a thread for as long as a member is frozen.
   * Does nothing while the last time goes on.
   *
   * @param keeper takes the new lists
   */
  void refresh(RegistrationListener keeper) {
    if (looking.compareAndSet(false, true)) {
      next(List.copyOf(addresses).iterator(), keeper);
    }
  }

  private void next(Iterator<String> left, RegistrationListener keeper) {
    if (!left.hasNext()) {
      looking.set(false);
      return;
    }
    String address = left.next();
    lookUp.accept(
        address,
        (found, failure) -> {
          try {
            if (failure == null) {
              replace(address, found, keeper);
            }
          } finally {
            next(left, keeper);
          }
        });
  }

  private void replace(String address, List<RegistrationInfo> found, RegistrationListener keeper) {
    if (found.isEmpty()) {
      // Nobody hears it any more, and Vert.x keeps no empty list.
      boolean unused = addresses.remove(address);
    }
    keeper.registrationsUpdated(new RegistrationUpdateEvent(address, found));
  }
}
