package lab.gateway.limit;

import io.vertx.core.MultiMap;
import java.time.Duration;

/** One limit, as the requests of this node count against it. Any thread. */
final class Meter {
  private final Limit limit;
  private final Accounts accounts;
  private final LimitHeaders headers;

  Meter(Limit limit, Accounts accounts) {
    this.limit = limit;
    this.accounts = accounts;
    this.headers = LimitHeaders.of(limit.unit());
  }

  Limit limit() {
    return limit;
  }

  /** Takes so many, from 1 to a minute's worth; whether they were there. */
  boolean take(long tokens) {
    return accounts.of(limit.id()).take(tokens, tokens, limit.perMinute(), accounts.now()) > 0;
  }

  /** Why so many could not be taken. */
  Refusal refusal(long tokens) {
    long micros = accounts.of(limit.id()).wait(tokens, limit.perMinute(), accounts.now());
    return new Refusal(limit, left(), Duration.ofNanos(micros * 1_000));
  }

  void giveBack(long tokens) {
    accounts.of(limit.id()).giveBack(tokens, limit.perMinute(), accounts.now());
  }

  void charge(long tokens) {
    accounts.of(limit.id()).charge(tokens, limit.perMinute(), accounts.now());
  }

  /** What is there now. */
  long left() {
    return accounts.of(limit.id()).left(limit.perMinute(), accounts.now());
  }

  /** Tells a client of it. */
  void tell(MultiMap answer) {
    headers.put(answer, limit.perMinute(), left());
  }
}
