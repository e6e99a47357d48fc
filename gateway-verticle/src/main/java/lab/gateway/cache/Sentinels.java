package lab.gateway.cache;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import lab.config.RedisPlace;
import org.jspecify.annotations.Nullable;

/**
 * Asks sentinels which server is the one now. The client's own way to do that has one password for
 * sentinels and server. Any thread.
 */
final class Sentinels {
  /** How long one goes on with a server that may not be the one any more. */
  private static final long KNOWN_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final RedisPlace place;

  /** In the order in which they are asked; one with two ways to log in is there twice. */
  private final List<Redis> sentinels;

  private final AtomicReference<@Nullable Future<String>> asking = new AtomicReference<>();
  private volatile @Nullable Known known;

  /** Who answered last, and is asked first. */
  private volatile int first;

  /**
   * The server's address, as one sentinel told it.
   *
   * @param since by {@link System#nanoTime}
   */
  private record Known(String address, long since) {}

  Sentinels(Vertx vertx, RedisPlace place) {
    this.place = place;
    List<List<RedisOptions>> logins =
        place.addresses().stream().map(address -> RedisClients.sentinel(place, address)).toList();
    // One that is silent is not waited for twice before another one is asked.
    this.sentinels =
        Stream.concat(
                logins.stream().map(List::getFirst),
                logins.stream().flatMap(each -> each.stream().skip(1)))
            .map(login -> Redis.createClient(vertx, login))
            .toList();
  }

  /** The address of the server; the last one that was known where no sentinel answers. */
  Future<String> server() {
    Known last = known;
    if (last != null && System.nanoTime() - last.since < KNOWN_NANOS) {
      return Future.succeededFuture(last.address);
    }
    Promise<String> mine = Promise.promise();
    Future<String> running = asking.compareAndExchange(null, mine.future());
    if (running != null) {
      return running;
    }
    ask(0)
        .onComplete(
            told -> {
              asking.set(null);
              if (told.succeeded() || last == null) {
                mine.handle(told);
              } else {
                mine.complete(last.address);
              }
            });
    return mine.future();
  }

  /** One after the other, and each no longer than a look-up may take. */
  private Future<String> ask(int tried) {
    int at = (first + tried) % sentinels.size();
    Request who = Request.cmd(Command.SENTINEL).arg("GET-MASTER-ADDR-BY-NAME").arg(place.service());
    Future<String> told =
        sentinels
            .get(at)
            .send(who)
            .timeout(place.lookupTimeout().toMillis(), TimeUnit.MILLISECONDS)
            .compose(answer -> told(at, answer));
    return tried + 1 < sentinels.size() ? told.recover(silent -> ask(tried + 1)) : told;
  }

  private Future<String> told(int sentinel, @Nullable Response answer) {
    if (answer == null || answer.size() < 2) {
      return Future.failedFuture("the sentinel knows no " + place.service());
    }
    String address =
        RedisClients.address(place, answer.get(0).toString(), answer.get(1).toString());
    first = sentinel;
    known = new Known(address, System.nanoTime());
    return Future.succeededFuture(address);
  }
}
