package lab.gateway.cache;

import lab.contract.FlightClaim;
import lab.contract.RouteQuery;
import lab.gateway.call.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * A request that is looked up.
 *
 * @param keys that its key was made by
 * @param query what the router would be asked for it
 * @param key of its answer
 * @param goOn asks the router
 * @param since when it came, in milliseconds since 1970
 * @param lost the leader in the cluster that it followed in vain, or null
 * @param tries how many leaders it has followed in vain
 */
record Asked(
    Exchange exchange,
    Handling handling,
    CacheKeys keys,
    RouteQuery query,
    String key,
    Runnable goOn,
    long since,
    FlightClaim.@Nullable Flight lost,
    int tries) {
  /** The letters of a SHA-256 in hexadecimal. */
  private static final int HASH = 64;

  Asked(
      Exchange exchange,
      Handling handling,
      CacheKeys keys,
      RouteQuery query,
      String key,
      Runnable goOn,
      long since) {
    this(exchange, handling, keys, query, key, goOn, since, null, 0);
  }

  /** What the other nodes know the key by: its hash, which has the namespace in it. */
  String hash() {
    return hash(key);
  }

  static String hash(String key) {
    return key.substring(key.length() - HASH);
  }

  /** The same request, after a leader failed. */
  Asked without(FlightClaim.@Nullable Flight leader) {
    return new Asked(exchange, handling, keys, query, key, goOn, since, leader, tries + 1);
  }

  /** What is kept has answered it. */
  void answered() {
    keys.answered(query, exchange, handling.namespace(), key);
  }
}
