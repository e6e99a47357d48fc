package lab.router.board;

import java.time.Instant;
import lab.contract.ModelName;
import lab.contract.ProviderName;
import lab.router.live.LiveLists;
import org.jspecify.annotations.Nullable;

/**
 * What decisions ask of the moment. Read on every event loop, without waiting; two reads during one
 * decision may see two moments.
 */
public interface Board {
  /** What polls found: an immutable snapshot, the same object until polls find something new. */
  LiveLists lists();

  /** Attempts in flight at a provider, of all its models. */
  int inFlight(ProviderName provider);

  /** Requests that it takes at a time, as polls learned it, or 0 where they did not. */
  int capacity(ProviderName provider);

  /** How a provider's model did of late. */
  Score score(ProviderName provider, ModelName model);

  /** Why and until when a provider's model gets no requests, or null where it may. */
  @Nullable Cooling cooling(ProviderName provider, ModelName model, Instant now);

  /** Whether polls found the model loaded. */
  boolean warm(ProviderName provider, ModelName model);

  /**
   * How a provider's model did of late.
   *
   * @param attempts how many attempts this is drawn from; 0 where nothing is known
   * @param success the share that succeeded, from 0 to 1; 1 where nothing is known
   * @param firstContent p95 of the time to first content, in seconds; NaN where nothing is known
   * @param perToken p95 of the time per token of the answer, in seconds; NaN likewise
   */
  record Score(long attempts, double success, double firstContent, double perToken) {
    /** Nothing is known. */
    public static final Score UNKNOWN = new Score(0, 1, Double.NaN, Double.NaN);
  }

  /**
   * Out of use for a while.
   *
   * @param until when it may be used again
   * @param because for people, without secrets
   */
  record Cooling(Instant until, String because) {}

  /** A board that knows what polls found and nothing else. */
  static Board of(LiveLists lists) {
    return new PolledOnly(lists);
  }
}
