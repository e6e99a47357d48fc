package lab.dialect;

import org.jspecify.annotations.Nullable;

/**
 * The end of an answer. That tools are called is no end of its own: who has called some ends with
 * {@link Reason#END}.
 *
 * @param reason why it ended
 * @param stopSequence the client's text that it ended at, where the provider tells it, or null
 * @param tokens the provider's counts
 */
public record Finish(Reason reason, @Nullable String stopSequence, TokenCounts tokens) {

  /** Why an answer ended. */
  public enum Reason {
    /** By itself, or at a text that the client gave. */
    END,
    /** At the most tokens it may have, or that the context holds. */
    LENGTH,
    /** By a filter, or because the model refused. */
    FILTERED
  }
}
