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

  /**
   * Requests of all its clients that a provider has, as it told a poll of late; 0 where it did not.
   */
  int told(ProviderName provider);

  /** Requests that it takes at a time, as polls learned it, or 0 where they did not. */
  int capacity(ProviderName provider);

  /** Requests at a provider: those known here, or those that it told of where they are more. */
  default int load(ProviderName provider) {
    return Math.max(inFlight(provider), told(provider));
  }

  /** How a provider's model did of late. */
  Score score(ProviderName provider, ModelName model);

  /** Why and until when a request does not go to a provider's model, or null where it may. */
  @Nullable Cooling cooling(ProviderName provider, ModelName model, Turn turn, Instant now);

  /** What is done where a circuit lets in some requests and others not. */
  enum Turn {
    /** It is not let in. */
    NONE,
    /** It is told what would become of it, and the next one is told the same. */
    LOOK,
    /** It is let in if it is its turn, and the next one is not. */
    TAKE
  }

  /** Since when and why a provider's model is slow to begin, or null where it is not. */
  @Nullable Slowness slowness(ProviderName provider, ModelName model);

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
   * @param until when it may be used again, or gets more requests than now
   * @param because for people, without secrets
   * @param comingBack whether it works again, and only this request is not let in
   */
  record Cooling(Instant until, String because, boolean comingBack) {
    /** Out of use for everybody. */
    public Cooling(Instant until, String because) {
      this(until, because, false);
    }
  }

  /** A board that knows what polls found and nothing else. */
  static Board of(LiveLists lists) {
    return new PolledOnly(lists);
  }
}
