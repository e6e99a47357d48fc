package lab.gateway.route;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import lab.contract.ModelName;
import lab.contract.Operation;
import lab.contract.RouteDecision;
import lab.contract.RouteQuery;
import org.jspecify.annotations.Nullable;

/** The last decision for each kind of request, for when nobody decides. Safe on every thread. */
final class Remembered {
  /** Of kinds of requests. */
  static final int MOST = 1_000;

  /** Longer, and most of what it was decided by has changed. */
  static final Duration LONGEST = Duration.ofMinutes(10);

  private final Cache<Kind, RouteDecision.Go> last;

  private record Kind(
      Operation operation,
      @Nullable ModelName model,
      @Nullable String capability,
      boolean streamed) {
    static Kind of(RouteQuery query) {
      return new Kind(query.operation(), query.model(), query.capability(), query.streamed());
    }
  }

  Remembered(Ticker ticker) {
    this.last =
        Caffeine.newBuilder()
            .maximumSize(MOST)
            .expireAfterWrite(LONGEST)
            .ticker(ticker)
            .executor(Runnable::run)
            .build();
  }

  /** A refusal is not kept: when it is needed, nobody knows whether it still holds. */
  void keep(RouteQuery query, RouteDecision decision) {
    switch (decision) {
      case RouteDecision.Go go -> last.put(Kind.of(query), go);
      case RouteDecision.Refuse refuse -> {}
    }
  }

  RouteDecision.@Nullable Go last(RouteQuery query) {
    return last.getIfPresent(Kind.of(query));
  }

  /** How many kinds are remembered. */
  long size() {
    last.cleanUp();
    return last.estimatedSize();
  }
}
