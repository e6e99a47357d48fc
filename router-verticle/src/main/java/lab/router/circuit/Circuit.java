package lab.router.circuit;

import java.time.Instant;
import lab.contract.FailureKind;

/**
 * Whether something that serves requests may be asked: a provider's model, its key, or its server.
 */
public sealed interface Circuit {
  /** Nothing is known against it. */
  Circuit NEW = new Closed(Recent.NONE, Instant.EPOCH);

  /** What nodes tell each other. All else is the node's own count, or passes too soon. */
  sealed interface Shared extends Circuit {
    /** The rest that it is in, or comes from. */
    Cooling rest();
  }

  /**
   * In use.
   *
   * @param recent how it did of late
   * @param past when the last rest began that it came back from: of that one and of earlier ones
   *     nothing counts any more
   */
  record Closed(Recent recent, Instant past) implements Circuit {}

  /**
   * Out of use.
   *
   * @param since when it went out of use
   * @param until when it may be tried again, by one request
   * @param because what it failed with
   * @param strikes how often in a row errors took it out of use, from 0 to {@value #MOST_STRIKES};
   *     a refusal that names its own time is no error
   */
  record Cooling(Instant since, Instant until, FailureKind because, int strikes) implements Shared {
    /** More strikes than this change nothing. */
    public static final int MOST_STRIKES = 16;

    public Cooling {
      if (until.isBefore(since)) {
        throw new IllegalArgumentException("cools from " + since + " until " + until);
      }
      if (strikes < 0 || strikes > MOST_STRIKES) {
        throw new IllegalArgumentException(
            "strikes are " + strikes + "; they are 0 to " + MOST_STRIKES);
      }
    }

    @Override
    public Cooling rest() {
      return this;
    }
  }

  /**
   * One request tries whether it works again.
   *
   * @param since when that request began
   * @param from what it returns to where the request tells nothing
   */
  record Probing(Instant since, Cooling from) implements Circuit {}

  /**
   * It works again and gets a growing part of its share.
   *
   * @param since when it first worked again
   * @param from where it came from
   * @param recent how it did since then
   */
  record Recovering(Instant since, Cooling from, Recent recent) implements Shared {
    @Override
    public Cooling rest() {
      return from;
    }
  }
}
