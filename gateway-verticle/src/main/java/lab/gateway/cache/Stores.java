package lab.gateway.cache;

import com.github.benmanes.caffeine.cache.Ticker;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import lab.config.CacheSettings;
import org.jspecify.annotations.Nullable;

/** Where answers are kept: in the node, in a Redis, or both. Any thread. */
public final class Stores {
  private final @Nullable MemoryStore near;
  private final @Nullable RedisStore far;

  /**
   * @param near in the node
   * @param far in a Redis
   */
  Stores(@Nullable MemoryStore near, @Nullable RedisStore far) {
    this.near = near;
    this.far = far;
  }

  /**
   * What the settings ask for.
   *
   * @param ticker by which the node's own answers expire
   */
  static Stores of(Vertx vertx, CacheSettings settings, Ticker ticker) {
    var redis = settings.redis();
    return new Stores(
        settings.near() ? new MemoryStore(settings.maxBytes(), ticker) : null,
        redis == null ? null : new RedisStore(vertx, redis));
  }

  /** A space of its own in the same Redis, and nowhere else; null where there is no Redis. */
  @Nullable Stores beside(String prefix) {
    return far == null ? null : new Stores(null, far.beside(prefix));
  }

  @Nullable StoredAnswer near(String key) {
    return near == null ? null : near.get(key);
  }

  /** Whether {@link #far} may know more than {@link #near}. */
  boolean isShared() {
    return far != null && !far.isResting();
  }

  /** What the Redis has; fails within its time limit. */
  Future<Optional<StoredAnswer>> far(String key) {
    return far == null ? Future.succeededFuture(Optional.empty()) : far.get(key);
  }

  void keepNear(String key, StoredAnswer answer) {
    if (near != null) {
      near.put(key, answer);
    }
  }

  void put(String key, StoredAnswer answer) {
    keepNear(key, answer);
    if (far != null) {
      far.put(key, answer);
    }
  }

  /** Forgets these answers, wherever they are. */
  public Future<Void> delete(Collection<String> keys) {
    if (near != null) {
      near.delete(keys);
    }
    return far == null ? Future.succeededFuture() : far.delete(keys);
  }

  /** Forgets all answers, wherever they are. */
  Future<Void> flush() {
    if (near != null) {
      near.flush();
    }
    return far == null ? Future.succeededFuture() : far.flush();
  }

  /** Whether answers can be kept now: tries it, and waits longer than a look-up does. */
  public Future<State> ping() {
    return far == null ? Future.succeededFuture(State.HEALTHY) : far.ping();
  }

  /** How the place is where answers are kept; asks it, and waits no longer than a look-up does. */
  public Future<State> state() {
    return far == null ? Future.succeededFuture(State.HEALTHY) : far.state();
  }

  /** How the place is where answers are kept. */
  public enum State {
    /** Answers are found there and kept there. */
    HEALTHY,
    /** It has answers and takes no new ones. */
    READ_ONLY,
    /** Nothing is heard of it in time; requests go on without. */
    AWAY;

    /** As it is told. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** {@code local} or {@code redis}. */
  public String type() {
    return far == null ? "local" : "redis";
  }

  /** How many answers the node keeps itself. */
  public long entries() {
    return near == null ? 0 : near.entries();
  }

  /** Bytes of the answers that the node keeps itself. */
  public long bytes() {
    return near == null ? 0 : near.bytes();
  }

  /** Answers of the node's own that had to go before their time, or at it. */
  public long evictions() {
    return near == null ? 0 : near.evictions();
  }

  /** How long the answers of the node are kept, on the average. */
  public Duration averageTtl() {
    return near == null ? Duration.ZERO : near.averageTtl();
  }

  /** Look-ups in the Redis that failed. */
  public long failures() {
    return far == null ? 0 : far.failures();
  }

  /** Answers that the Redis did not take. */
  public long dropped() {
    return far == null ? 0 : far.dropped();
  }
}
