package lab.config;

import org.jspecify.annotations.Nullable;

/**
 * How much there may be of something in a minute.
 *
 * @param rpm requests, at least 1; null for any number
 * @param tpm tokens of prompts and answers, at least 1; null for any number
 */
public record RateLimit(@Nullable Integer rpm, @Nullable Integer tpm) {
  /** Nothing is limited. */
  public static final RateLimit NONE = new RateLimit(null, null);

  /** Whether anything is. */
  public boolean limits() {
    return rpm != null || tpm != null;
  }
}
