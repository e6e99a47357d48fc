package lab.contract;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a provider, or one of its models, stands with those who decide: for people and programs that
 * watch.
 *
 * @param state the state
 * @param since since when, or null where that is not known
 * @param until until when at least, or null where nobody can say
 * @param because why, without secrets; empty where there is nothing to explain
 * @param foundBy the node that found it, or null where it follows from the configuration
 */
public record Standing(
    State state,
    @Nullable Instant since,
    @Nullable Instant until,
    String because,
    @Nullable NodeId foundBy) {

  /** From the best to the worst. */
  public enum State {
    /** It gets its share of requests. */
    ACTIVE,
    /** It works and is slower to begin than it should be: it gets half of its share. */
    DEGRADED,
    /** It failed, is tried again, and gets a growing part of its share. */
    RECOVERING,
    /** Requests found it failing: it gets none for a while. */
    COOLDOWN,
    /** Polls find it down: it is asked where nobody else is left. */
    UNAVAILABLE,
    /** The environment has no key for it. */
    NO_CREDENTIALS,
    /** The configuration keeps it out of use. */
    DISABLED;

    /** The word on pages and in labels. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it gets requests while others do. */
    public boolean serves() {
      return compareTo(RECOVERING) <= 0;
    }
  }
}
