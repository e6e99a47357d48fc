package lab.gateway.cache;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import lab.config.RedisPlace;
import lab.config.RedisPlace.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Deletes all keys that match a pattern, page by page, wherever they are: a cluster's servers each
 * know only their own.
 *
 * @param redis the client of all of it
 * @param millis how long each command may take
 */
record RedisFlush(Vertx vertx, RedisPlace place, Redis redis, String pattern, long millis) {
  private static final String SCANNED_AT_ONCE = "500";

  Future<Void> run() {
    return place.kind() == Kind.CLUSTER
        ? RedisMembers.masters(vertx, place, millis).compose(this::everywhere)
        : flush(redis, "0");
  }

  /** One after the other. */
  private Future<Void> everywhere(List<String> addresses) {
    Future<Void> done = Future.succeededFuture();
    for (String address : addresses) {
      done = done.compose(before -> oneServer(address));
    }
    return done;
  }

  private Future<Void> oneServer(String address) {
    Redis server = Redis.createClient(vertx, RedisClients.one(place, address));
    return flush(server, "0").eventually(server::close);
  }

  private Future<Void> flush(Redis server, String cursor) {
    Request scan =
        Request.cmd(Command.SCAN)
            .arg(cursor)
            .arg("MATCH")
            .arg(pattern)
            .arg("COUNT")
            .arg(SCANNED_AT_ONCE);
    return bounded(server.send(scan)).compose(page -> flush(server, page));
  }

  private Future<Void> flush(Redis server, @Nullable Response page) {
    if (page == null) {
      return Future.succeededFuture();
    }
    // One by one: a server of a cluster refuses several that are of different slots.
    List<Request> deletes = new ArrayList<>();
    for (Response key : page.get(1)) {
      deletes.add(Request.cmd(Command.DEL).arg(key.toString(StandardCharsets.UTF_8)));
    }
    Future<?> deleted =
        deletes.isEmpty() ? Future.succeededFuture() : bounded(server.batch(deletes));
    String next = page.get(0).toString();
    return deleted.compose(
        done -> next.equals("0") ? Future.succeededFuture() : flush(server, next));
  }

  private <T extends @Nullable Object> Future<T> bounded(Future<T> asked) {
    return asked.timeout(millis, TimeUnit.MILLISECONDS);
  }
}
