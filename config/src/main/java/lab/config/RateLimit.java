package lab.config;

import org.jspecify.annotations.Nullable;

/**
 * How much there may be of something, in a minute, at a time, and in a day or a month.
 *
 * @param rpm requests, at least 1; null for any number
 * @param tpm tokens of prompts and answers, at least 1; null for any number
 * @param parallel requests under way at a time, at least 1; null for any number
 * @param spending in a day or a month
 */
public record RateLimit(
    @Nullable Integer rpm, @Nullable Integer tpm, @Nullable Integer parallel, Spending spending) {
  /** Whether anything is. */
  public boolean limits() {
    return rpm != null || tpm != null || parallel != null || spending.limits();
  }
}
