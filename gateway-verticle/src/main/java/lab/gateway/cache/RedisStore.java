package lab.gateway.cache;

import io.vertx.circuitbreaker.CircuitBreaker;
import io.vertx.circuitbreaker.CircuitBreakerOptions;
import io.vertx.circuitbreaker.CircuitBreakerState;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import lab.config.RedisPlace;
import lab.config.RedisPlace.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Answers that all nodes keep together in a Redis. It may be away at every moment: a look-up has
 * its time limit, what is kept is written behind the back of its client, and after some failures in
 * a row nobody asks for a while. Any thread.
 */
final class RedisStore {
  /** Before the key of each answer, so that what others keep there stays untouched. */
  private static final String ANSWERS = "lab:answer:";

  /** Failures in a row after which nobody asks for a while. */
  private static final int MOST_FAILURES = 5;

  /** How long that is. */
  private static final long REST_MILLIS = 1_000;

  /** How long the first answer may take, of a machine that has just started. */
  private static final long FIRST_MILLIS = 5_000;

  /** Bytes of answers that wait to be written; what is more is not kept. */
  static final int MOST_WRITING = 32 * 1024 * 1024;

  /** Longer values are unpacked beside the loop. */
  private static final int MOST_ON_THE_LOOP = 64 * 1024;

  private final Vertx vertx;
  private final RedisPlace place;
  private final String prefix;
  private final Redis redis;
  private final Duration lookupTimeout;
  private final CircuitBreaker breaker;
  private final AtomicLong writing;
  private final RedisHealth health;
  private final LongAdder failures;
  private final LongAdder dropped;

  RedisStore(Vertx vertx, RedisPlace place) {
    this.vertx = vertx;
    this.place = place;
    this.prefix = ANSWERS;
    this.writing = new AtomicLong();
    this.health =
        new RedisHealth(
            place.kind() == Kind.CLUSTER
                ? cause -> RedisMembers.why(cause, vertx, place, REST_MILLIS)
                : Future::succeededFuture);
    this.failures = new LongAdder();
    this.dropped = new LongAdder();
    this.redis = RedisClients.of(vertx, place);
    this.lookupTimeout = place.lookupTimeout();
    this.breaker =
        CircuitBreaker.create(
                "redis",
                vertx,
                new CircuitBreakerOptions()
                    .setMaxFailures(MOST_FAILURES)
                    .setTimeout(lookupTimeout.toMillis())
                    .setResetTimeout(REST_MILLIS)
                    .setNotificationAddress(null)
                    .setNotificationPeriod(0))
            .openHandler(away -> health.away())
            .closeHandler(back -> health.back());
    meet();
  }

  /** Connects, so that no request has to wait for that; one that refuses is told of at once. */
  private void meet() {
    var unused =
        redis
            .send(Request.cmd(Command.PING))
            .timeout(FIRST_MILLIS, TimeUnit.MILLISECONDS)
            .onFailure(this::refused);
  }

  private void refused(Throwable cause) {
    if (!(cause instanceof TimeoutException)) {
      health.failed(cause);
    }
    var unused = breaker.open();
  }

  private RedisStore(RedisStore same, String prefix) {
    this.vertx = same.vertx;
    this.place = same.place;
    this.prefix = prefix;
    this.redis = same.redis;
    this.lookupTimeout = same.lookupTimeout;
    this.breaker = same.breaker;
    this.writing = same.writing;
    this.health = same.health;
    this.failures = same.failures;
    this.dropped = same.dropped;
  }

  /** The same place by the same connections, with this before each key. */
  RedisStore beside(String prefix) {
    return new RedisStore(this, prefix);
  }

  /** The answer under a key; fails where Redis does. Never later than its time limit. */
  Future<Optional<StoredAnswer>> get(String key) {
    Future<Optional<StoredAnswer>> looked =
        breaker.execute(
            () ->
                redis
                    .send(Request.cmd(Command.GET).arg(prefix + key))
                    .onSuccess(value -> health.answered())
                    .onFailure(health::failed)
                    .compose(value -> unpacked(key, value)));
    return looked.onFailure(away -> failures.increment());
  }

  private Future<Optional<StoredAnswer>> unpacked(String key, @Nullable Response value) {
    byte[] bytes = value == null ? null : value.toBytes();
    if (bytes == null) {
      return Future.succeededFuture(Optional.empty());
    }
    if (bytes.length <= MOST_ON_THE_LOOP) {
      return Future.succeededFuture(Optional.ofNullable(Packed.unpack(key, bytes)));
    }
    return vertx
        .executeBlocking(() -> Packed.unpack(key, bytes), false)
        .map(answer -> Optional.ofNullable(answer));
  }

  /** Keeps an answer, in time. */
  void put(String key, StoredAnswer answer) {
    int weight = answer.weight();
    if (isResting() || writing.get() + weight > MOST_WRITING) {
      dropped.increment();
      return;
    }
    writing.addAndGet(weight);
    Future<@Nullable Response> written =
        vertx
            .executeBlocking(() -> Packed.pack(key, answer), false)
            .compose(
                packed ->
                    redis.send(
                        Request.cmd(Command.SET)
                            .arg(prefix + key)
                            .arg(packed)
                            .arg("PX")
                            .arg(answer.keptFor().toMillis())));
    written
        .andThen(ended -> writing.addAndGet(-weight))
        .onComplete(kept -> health.kept(), this::notWritten);
  }

  private void notWritten(Throwable cause) {
    dropped.increment();
    health.notKept(cause);
  }

  /** Whether nobody asks it for now. */
  boolean isResting() {
    return breaker.state() == CircuitBreakerState.OPEN;
  }

  /** Look-ups that failed. */
  long failures() {
    return failures.sum();
  }

  /** Answers that were not kept. */
  long dropped() {
    return dropped.sum();
  }

  /** How it is now. */
  Future<Stores.State> state() {
    return redis
        .send(Request.cmd(Command.PING))
        .timeout(lookupTimeout.toMillis(), TimeUnit.MILLISECONDS)
        .map(here -> health.refusesWrites() ? Stores.State.READ_ONLY : Stores.State.HEALTHY)
        .otherwise(Stores.State.AWAY);
  }

  /** Whether it answers and takes something new now: it is asked for both. */
  Future<Stores.State> ping() {
    return bounded(Request.cmd(Command.PING)).compose(here -> takes()).otherwise(Stores.State.AWAY);
  }

  private Future<Stores.State> takes() {
    Request set = Request.cmd(Command.SET).arg(prefix + "ping").arg("1").arg("PX").arg(REST_MILLIS);
    return bounded(set).map(Stores.State.HEALTHY).otherwise(Stores.State.READ_ONLY);
  }

  Future<Void> delete(Collection<String> keys) {
    Request delete = Request.cmd(Command.DEL);
    keys.forEach(key -> delete.arg(prefix + key));
    return keys.isEmpty() ? Future.succeededFuture() : bounded(delete).mapEmpty();
  }

  /** Deletes all answers, and nothing else that is there. */
  Future<Void> flush() {
    return new RedisFlush(vertx, place, redis, prefix + "*", REST_MILLIS).run();
  }

  /** For operators, who wait longer than requests do. */
  private Future<@Nullable Response> bounded(Request request) {
    return redis.send(request).timeout(REST_MILLIS, TimeUnit.MILLISECONDS);
  }
}
