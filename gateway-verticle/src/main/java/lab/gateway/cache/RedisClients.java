package lab.gateway.cache;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.RedisStandaloneConnectOptions;
import java.util.List;
import java.util.function.Supplier;
import lab.config.RedisPlace;
import lab.config.RedisTls;
import lab.config.RedisTls.Proof;
import lab.config.Secret;
import lab.config.Tls;

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
        yield ofOne(vertx, place, sentinels::server);
      }
    };
  }

  /**
   * A client of one server, which may be another one with each command.
   *
   * @param address asked before each command; the command goes there
   */
  static Redis ofOne(Vertx vertx, RedisPlace place, Supplier<Future<String>> address) {
    return Redis.createStandaloneClient(
        vertx, common(place), () -> address.get().map(server -> at(place, server)));
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

  /**
   * For one sentinel, by itself, in the order in which one tries: it may know the server's user, or
   * nobody by that name.
   */
  static List<RedisOptions> sentinel(RedisPlace place, String address) {
    Secret own = place.sentinelPassword();
    Secret either = own == null ? place.password() : own;
    RedisOptions nameless = plain(place).setEndpoints(List.of(address));
    if (either != null) {
      nameless.setPassword(either.reveal());
    }
    return own == null && place.user() != null
        ? List.of(one(place, address), nameless)
        : List.of(nameless);
  }

  /** An address as a client takes it, on the same kind of connection as the configured ones. */
  static String address(RedisPlace place, String host, String port) {
    String scheme = place.tls() == null ? "redis" : "rediss";
    String shown = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    return scheme + "://" + shown + ":" + port;
  }

  /** Without user and password. */
  private static RedisOptions plain(RedisPlace place) {
    RedisOptions options =
        new RedisOptions().setMaxPoolSize(CONNECTIONS).setMaxPoolWaiting(MOST_WAITING);
    RedisTls tls = place.tls();
    if (tls != null) {
      secure(options.getNetClientOptions().setSsl(true), tls);
    }
    return options;
  }

  /** The files are read when the first connection is made. */
  private static void secure(NetClientOptions net, RedisTls tls) {
    String authorities = tls.authorities();
    Tls.Pem shown = tls.shown();
    // To agree on keys and to look at certificates takes long, of many servers at once.
    net.setSslEngineOptions(new JdkSSLEngineOptions().setUseWorkerThread(true))
        .setTrustAll(tls.proof() == Proof.NOTHING)
        .setHostnameVerificationAlgorithm(tls.proof() == Proof.NAME ? "HTTPS" : "");
    if (authorities != null) {
      net.setTrustOptions(new PemTrustOptions().addCertPath(authorities));
    }
    if (shown != null) {
      net.setKeyCertOptions(
          new PemKeyCertOptions().addCertPath(shown.certificate()).addKeyPath(shown.key()));
    }
  }

  private static RedisOptions common(RedisPlace place) {
    RedisOptions options = plain(place);
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
