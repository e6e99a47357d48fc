package lab.gateway.cache;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import lab.config.RedisPlace;
import org.jspecify.annotations.Nullable;

/**
 * The servers of a cluster, each asked by itself: the client of all of them does not say which one
 * fails, nor why. One after the other, by one client that ends with the question.
 */
final class RedisMembers {
  /** In each range of slots, after its bounds; replicas come behind it. */
  private static final int MASTER = 2;

  private final RedisPlace place;
  private final long millis;
  private final Redis client;

  /** Whom the client asks next. */
  private volatile String address;

  private RedisMembers(Vertx vertx, RedisPlace place, long millis) {
    this.place = place;
    this.millis = millis;
    this.address = place.addresses().getFirst();
    this.client = RedisClients.ofOne(vertx, place, () -> Future.succeededFuture(address));
  }

  /**
   * Where those are who have slots.
   *
   * @param millis how long each may take to tell it
   */
  static Future<List<String>> masters(Vertx vertx, RedisPlace place, long millis) {
    RedisMembers members = new RedisMembers(vertx, place, millis);
    return members.slots(0).map(Slots::masters).eventually(members.client::close);
  }

  /**
   * Why the cluster can not be used: what the first server says that does not answer.
   *
   * @param otherwise what holds where all do
   * @param millis how long each may take
   */
  static Future<Throwable> why(Throwable otherwise, Vertx vertx, RedisPlace place, long millis) {
    RedisMembers members = new RedisMembers(vertx, place, millis);
    return members
        .slots(0)
        .compose(told -> members.pinged(told.all()))
        .map(otherwise)
        .otherwise(cause -> cause)
        .eventually(members.client::close);
  }

  private Future<Void> pinged(List<String> addresses) {
    Future<Void> done = Future.succeededFuture();
    for (String address : addresses) {
      done = done.compose(before -> asked(address, Request.cmd(Command.PING)).mapEmpty());
    }
    return done;
  }

  /** As the first configured server tells it that answers. */
  private Future<Slots> slots(int tried) {
    String teller = place.addresses().get(tried);
    Future<Slots> told =
        asked(teller, Request.cmd(Command.CLUSTER).arg("SLOTS"))
            .map(slots -> new Slots(place, teller, Objects.requireNonNull(slots)));
    return tried + 1 < place.addresses().size() ? told.recover(away -> slots(tried + 1)) : told;
  }

  private Future<@Nullable Response> asked(String server, Request request) {
    address = server;
    return client
        .send(request)
        .timeout(millis, TimeUnit.MILLISECONDS)
        .recover(cause -> Future.failedFuture(new IllegalStateException(server, cause)));
  }

  /**
   * Who has which slots.
   *
   * @param teller the server that was asked
   * @param ranges its answer
   */
  private record Slots(RedisPlace place, String teller, Response ranges) {
    List<String> masters() {
      return servers(1);
    }

    List<String> all() {
      return servers(Integer.MAX_VALUE);
    }

    /** Some of each range, its master first. */
    private List<String> servers(int most) {
      List<String> servers = new ArrayList<>();
      for (Response range : ranges) {
        range.stream().skip(MASTER).limit(most).map(this::address).forEach(servers::add);
      }
      return servers.stream().distinct().toList();
    }

    /** One that tells no host is at the same as who told of it. */
    private String address(Response server) {
      Response host = server.get(0);
      String named = host == null ? "" : host.toString();
      return RedisClients.address(
          place, named.isEmpty() ? URI.create(teller).getHost() : named, server.get(1).toString());
    }
  }
}
