package lab.gateway.cache;

import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import java.util.List;
import lab.config.RedisPlace;
import lab.config.Secret;

/** How one speaks to the Redis of a configuration. */
final class RedisClients {
  /** Commands that wait for a connection; one more fails at once. */
  private static final int MOST_WAITING = 256;

  private static final int CONNECTIONS = 8;

  /** How long one goes on with a server that is not the one any more. */
  private static final int KNOWN_MILLIS = 1_000;

  private RedisClients() {}

  static RedisOptions options(RedisPlace place) {
    RedisOptions options = common(place).setEndpoints(place.addresses());
    switch (place.kind()) {
      case SERVER -> {}
      case CLUSTER ->
          options
              .setType(RedisClientType.CLUSTER)
              .setHashSlotCacheTTL(KNOWN_MILLIS)
              .setMaxPoolSize(CONNECTIONS * place.addresses().size());
      case SENTINELS ->
          options
              .setType(RedisClientType.SENTINEL)
              .setMasterName(place.service())
              .setTopologyCacheTTL(KNOWN_MILLIS);
    }
    return options;
  }

  /** For one server of a cluster, by itself. */
  static RedisOptions one(RedisPlace place, String address) {
    return common(place).setEndpoints(List.of(address));
  }

  private static RedisOptions common(RedisPlace place) {
    RedisOptions options =
        new RedisOptions().setMaxPoolSize(CONNECTIONS).setMaxPoolWaiting(MOST_WAITING);
    String user = place.user();
    Secret password = place.password();
    if (user != null) {
      options.setUser(user);
    }
    if (password != null) {
      options.setPassword(password.reveal());
    }
    return options;
  }
}
