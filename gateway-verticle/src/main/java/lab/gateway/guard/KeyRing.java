package lab.gateway.guard;

import java.security.MessageDigest;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lab.config.Access;
import lab.config.ClientKey;
import lab.config.KeyHash;
import lab.config.Settings;
import lab.gateway.call.Caller;
import org.jspecify.annotations.Nullable;

/** The keys in force on a node: the files', and those that were issued. Read without waiting. */
public final class KeyRing {
  private static final Caller OPERATOR = new Caller.Operator();

  private final boolean alwaysOpen;
  private boolean saidOpen;
  private Access access = Access.OPEN;
  private Collection<ClientKey> issued = List.of();
  private volatile Keys keys = new Keys(null, Map.of(), false);

  /**
   * @param open whether it was said at the start that everybody may come who reaches the node
   */
  KeyRing(boolean open) {
    this.alwaysOpen = open;
  }

  /** A hash as numbers, so that a look-up makes nothing that stays. */
  private record Print(long a, long b, long c, long d) {
    static Print of(byte[] hash) {
      return new Print(number(hash, 0), number(hash, 8), number(hash, 16), number(hash, 24));
    }

    private static long number(byte[] hash, int from) {
      long number = 0;
      for (int i = from; i < from + 8; i++) {
        number = number << 8 | (hash[i] & 0xff);
      }
      return number;
    }
  }

  /** What holds at a time; nothing of it changes. */
  @SuppressWarnings("ArrayRecordComponent") // Compared in constant time, and nowhere else.
  private record Keys(byte @Nullable [] master, Map<Print, Caller.Client> clients, boolean open) {}

  /** Takes the keys of the files over, in place of those before. */
  public synchronized void goesBy(Settings inForce) {
    access = inForce.access();
    saidOpen = inForce.allowUnauthenticated();
    renew();
  }

  /** Takes over what was issued, in place of what was before. */
  synchronized void issued(Collection<ClientKey> all) {
    issued = List.copyOf(all);
    renew();
  }

  private void renew() {
    Map<Print, Caller.Client> clients = new HashMap<>();
    issued.forEach(key -> add(clients, key));
    // After the issued ones: what a file says of a key counts.
    access.keys().forEach(key -> add(clients, key));
    KeyHash master = access.masterKey();
    keys =
        new Keys(
            master == null ? null : master.bytes(), Map.copyOf(clients), alwaysOpen || saidOpen);
  }

  private static void add(Map<Print, Caller.Client> clients, ClientKey key) {
    clients.put(Print.of(key.hash().bytes()), new Caller.Client(key));
  }

  /** Whether callers need a key. */
  public boolean needsKey() {
    Keys now = keys;
    return now.master != null || !now.clients.isEmpty();
  }

  /** Whether no key is needed and everybody may come all the same, who reaches the node. */
  boolean isOpen() {
    Keys now = keys;
    return now.open && now.master == null && now.clients.isEmpty();
  }

  /** Whether there is a master key. */
  public boolean hasMaster() {
    return keys.master != null;
  }

  /**
   * Whose key has this hash, or null.
   *
   * @param sha256 of what a caller has sent
   */
  @Nullable Caller find(byte[] sha256) {
    Keys now = keys;
    if (now.master != null && MessageDigest.isEqual(now.master, sha256)) {
      return OPERATOR;
    }
    return now.clients.get(Print.of(sha256));
  }
}
