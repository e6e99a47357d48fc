package lab.gateway.cache;

import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.RedisStandaloneConnectOptions;
import java.util.List;
import lab.config.RedisPlace;
import lab.config.Secret;

/** How one speaks to the Redis of a configuration. */
final class RedisClients {
  /** Commands that wait for a connection; one more fails at once. */
  private static final int MOST_WAITING = 256;

  private static final int CONNECTIONS = 8;

  /** How long one goes on with a server of a cluster that has moved its keys. */
  private static final int KNOWN_MILLIS = 1_000;

  private RedisClients() {}

  /** A client of all of it. */
  static Redis of(Vertx vertx, RedisPlace place) {
    return switch (place.kind()) {
      case SERVER -> Redis.createClient(vertx, common(place).setEndpoints(place.addresses()));
      case CLUSTER -> Redis.createClient(vertx, cluster(place));
      case SENTINELS -> {
        Sentinels sentinels = new Sentinels(vertx, place);
        yield Redis.createStandaloneClient(
            vertx, common(place), () -> sentinels.server().map(server -> at(place, server)));
      }
    };
  }

  private static RedisOptions cluster(RedisPlace place) {
    return common(place)
        .setEndpoints(place.addresses())
        .setType(RedisClientType.CLUSTER)
        .setHashSlotCacheTTL(KNOWN_MILLIS)
        .setMaxPoolSize(CONNECTIONS * place.addresses().size());
  }

  private static RedisStandaloneConnectOptions at(RedisPlace place, String server) {
    return new RedisStandaloneConnectOptions(common(place)).setConnectionString(server);
  }

  /** For one server of a cluster, by itself. */
  static RedisOptions one(RedisPlace place, String address) {
    return common(place).setEndpoints(List.of(address));
  }

  /** For one sentinel, by itself. */
  static RedisOptions sentinel(RedisPlace place, String address) {
    Secret own = place.sentinelPassword();
    return own == null
        ? one(place, address)
        : plain().setEndpoints(List.of(address)).setPassword(own.reveal());
  }

  /** An address as a client takes it, on the same kind of connection as the configured ones. */
  static String address(RedisPlace place, String host, String port) {
    String scheme = place.addresses().getFirst().startsWith("rediss:") ? "rediss" : "redis";
    String shown = host.contains(":") ? "[" + host + "]" : host;
    return scheme + "://" + shown + ":" + port;
  }

  private static RedisOptions plain() {
    return new RedisOptions().setMaxPoolSize(CONNECTIONS).setMaxPoolWaiting(MOST_WAITING);
  }

  private static RedisOptions common(RedisPlace place) {
    RedisOptions options = plain();
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
