package lab.gateway.limit;

import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** The accounts that this node keeps, by the ids of their limits. Any thread. */
final class Accounts {
  private final ConcurrentHashMap<String, Account> all = new ConcurrentHashMap<>();
  private final LongSupplier micros;

  /**
   * @param micros the time in microseconds of any origin, which never goes back
   */
  Accounts(LongSupplier micros) {
    this.micros = micros;
  }

  /** The time by which accounts go. */
  long now() {
    return micros.getAsLong();
  }

  /** The account of a limit, of which nothing was taken where there was none. */
  Account of(String id) {
    Account known = all.get(id);
    return known != null ? known : all.computeIfAbsent(id, fresh -> new Account(now()));
  }
}
