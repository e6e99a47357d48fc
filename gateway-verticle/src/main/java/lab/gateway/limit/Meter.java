package lab.gateway.limit;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import lab.contract.LimitClaim;
import lab.contract.LimitClaim.Answer;
import lab.contract.NodeId;
import lab.gateway.limit.Owners.Place;
import org.jspecify.annotations.Nullable;

/**
 * One limit, as the requests of this node count against it: at its own account, or at what it holds
 * of another node's. Any thread.
 */
final class Meter {
  private final Limit limit;
  private final Pool pool;
  private final Lease lease;
  private final LimitHeaders headers;
  private final AtomicBoolean asking = new AtomicBoolean();
  private volatile @Nullable Place place;

  /** What its account had when it was last heard of. */
  private volatile Heard heard;

  private record Heard(long left, long at) {}

  Meter(Limit limit, Pool pool) {
    this.limit = limit;
    this.pool = pool;
    this.lease = pool.lease(limit);
    this.headers = LimitHeaders.of(limit.unit());
    this.heard = new Heard(limit.perMinute(), pool.now());
  }

  Limit limit() {
    return limit;
  }

  private Place place() {
    Place known = place;
    if (known == null || !pool.owners().holds(known)) {
      known = pool.owners().place(limit.id());
      place = known;
    }
    return known;
  }

  private boolean isOurs() {
    return place().owner().equals(pool.owners().self());
  }

  /** Takes so many, from 1 to a minute's worth, without asking anybody; whether they were there. */
  boolean take(long tokens) {
    if (isOurs()) {
      return pool.bank().take(limit, tokens);
    }
    if (!lease.take(tokens)) {
      return false;
    }
    if (lease.isLow() && asking.compareAndSet(false, true)) {
      refill();
    }
    return true;
  }

  private void refill() {
    LimitClaim claim = LimitClaim.of(limit.id(), limit.perMinute(), 0, lease.room());
    pool.claimAt(place().owner(), claim)
        .onComplete(
            (answer, silent) -> {
              asking.set(false);
              if (answer != null) {
                hear(answer);
                lease.put(answer.given(), pool.now());
                pool.holds(lease);
              }
            });
  }

  /**
   * Takes so many by asking whoever may have them: the node that keeps the account, its heir where
   * that is silent, and this one where both are.
   *
   * @param done gets null where they were there, else why not; on the caller's context
   */
  void ask(long tokens, Consumer<@Nullable Refusal> done) {
    Context context = Vertx.currentContext();
    Place asked = place();
    if (!isOurs()) {
      pool.holds(lease);
    }
    NodeId heir = asked.heir() == null ? pool.owners().self() : asked.heir();
    claim(asked.owner(), tokens)
        .recover(silent -> claim(heir, tokens))
        .recover(silent -> claim(pool.owners().self(), tokens))
        .onComplete(
            (answer, broken) -> {
              // Asked at this node nothing is silent; were it broken, nobody shall be locked out.
              Refusal refusal = answer == null ? null : told(tokens, answer);
              pool.asked(refusal == null);
              if (context == null || context == Vertx.currentContext()) {
                done.accept(refusal);
              } else {
                context.runOnContext(turn -> done.accept(refusal));
              }
            });
  }

  private Future<Answer> claim(NodeId at, long tokens) {
    long more = at.equals(pool.owners().self()) ? 0 : lease.room();
    return pool.claimAt(at, LimitClaim.of(limit.id(), limit.perMinute(), tokens, tokens + more))
        .onSuccess(
            answer -> {
              if (answer.given() > tokens) {
                lease.put(answer.given() - tokens, pool.now());
              }
            });
  }

  private @Nullable Refusal told(long tokens, Answer answer) {
    hear(answer);
    if (answer.given() >= tokens) {
      lease.usedBeside(tokens);
      return null;
    }
    return new Refusal(limit, answer.left(), Duration.ofNanos(answer.waitMicros() * 1_000));
  }

  private void hear(Answer answer) {
    heard = new Heard(answer.left(), pool.now());
  }

  /** Gives back what was taken and not used. */
  void giveBack(long tokens) {
    if (isOurs()) {
      pool.bank().giveBack(limit, tokens);
      return;
    }
    long kept = Math.min(tokens, lease.room());
    if (kept > 0) {
      pool.holds(lease);
      lease.put(kept, pool.now());
    }
    if (tokens > kept) {
      settle(tokens - kept, 0);
    }
  }

  /** Counts what was used beyond what was taken. */
  void charge(long tokens) {
    if (isOurs()) {
      pool.bank().charge(limit, tokens);
    } else if (!lease.take(tokens)) {
      settle(0, tokens);
    }
  }

  private void settle(long back, long used) {
    pool.settle(place().owner(), new LimitClaim(limit.id(), limit.perMinute(), back, used, 0, 0));
  }

  /** What is there now, as far as this node knows. */
  long left() {
    if (isOurs()) {
      return pool.bank().left(limit);
    }
    Heard last = heard;
    long passed = Math.min(pool.now() - last.at, 60_000_000L);
    long back = passed * limit.perMinute() / 60_000_000L;
    return Math.min(limit.perMinute(), last.left + back + lease.there());
  }

  /** The same, and whether that is another node's word. */
  Left known() {
    return new Left(left(), !isOurs());
  }

  /** Tells a client of it. */
  void tell(MultiMap answer) {
    headers.put(answer, limit.perMinute(), left());
  }
}
