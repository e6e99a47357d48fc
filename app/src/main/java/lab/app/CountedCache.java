package lab.app;

import io.vertx.core.Vertx;
import java.time.InstantSource;
import lab.config.Configuration;
import lab.gateway.cache.ResponseCache;
import lab.gateway.cache.Stores;
import lab.gateway.call.ByteBudget;
import lab.gateway.peer.Claiming;
import lab.gateway.peer.Peers;
import lab.metrics.Meters;
import org.jspecify.annotations.Nullable;

/** A node's cache with its metrics, neither of which knows the other. */
final class CountedCache {
  private CountedCache() {}

  /**
   * The cache that a configuration asks for; null where it asks for none.
   *
   * @param peers nodes whose requests become one with those of this node, or null
   */
  static @Nullable ResponseCache of(
      Vertx vertx,
      Configuration configuration,
      ByteBudget budget,
      Meters meters,
      @Nullable Peers peers) {
    ResponseCache cache =
        ResponseCache.of(vertx, configuration, budget, InstantSource.system(), peers);
    if (cache != null) {
      Stores stores = cache.stores();
      meters.showCache(
          new Meters.Kept(
              stores::entries,
              stores::bytes,
              cache.stats()::savedTokens,
              stores::failures,
              stores::dropped));
    }
    if (peers != null) {
      Claiming claims = peers.claiming();
      meters.showClaims(claims::led, claims::followed, claims::late);
    }
    return cache;
  }
}
