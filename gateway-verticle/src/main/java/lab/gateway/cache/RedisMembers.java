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
 * fails, nor why.
 *
 * @param millis how long each may take
 */
record RedisMembers(Vertx vertx, RedisPlace place, long millis) {
  /** In each range of slots, after its bounds; replicas come behind it. */
  private static final int MASTER = 2;

  /** Where those are who have slots. */
  Future<List<String>> masters() {
    return slots(0).map(Slots::masters);
  }

  /**
   * Why the cluster can not be used: what the first server says that does not answer.
   *
   * @param otherwise what holds where all do
   */
  Future<Throwable> why(Throwable otherwise) {
    return slots(0).compose(told -> pinged(told.all())).map(otherwise).otherwise(cause -> cause);
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
    String address = place.addresses().get(tried);
    Future<Slots> told =
        asked(address, Request.cmd(Command.CLUSTER).arg("SLOTS"))
            .map(slots -> new Slots(place, address, Objects.requireNonNull(slots)));
    return tried + 1 < place.addresses().size() ? told.recover(away -> slots(tried + 1)) : told;
  }

  private Future<@Nullable Response> asked(String address, Request request) {
    Redis server = Redis.createClient(vertx, RedisClients.one(place, address));
    return server
        .send(request)
        .timeout(millis, TimeUnit.MILLISECONDS)
        .recover(cause -> Future.failedFuture(new IllegalStateException(address, cause)))
        .eventually(server::close);
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
