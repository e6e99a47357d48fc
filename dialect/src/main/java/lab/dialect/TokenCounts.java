package lab.dialect;

import lab.contract.Usage;

/**
 * Tokens of one answer as its provider counted them. Each is 0 or more, and 0 where it is not told.
 *
 * @param prompt of the whole prompt, with what was read from a cache or written to one
 * @param cacheRead of the prompt, those that the provider had in its cache
 * @param cacheWritten of the prompt, those that the provider put in its cache
 * @param completion of the answer, reasoning included
 * @param reasoning of the answer, those of reasoning
 */
public record TokenCounts(
    long prompt, long cacheRead, long cacheWritten, long completion, long reasoning) {
  /** Nothing is told. */
  public static final TokenCounts UNKNOWN = new TokenCounts(0, 0, 0, 0, 0);

  /** Counts of which no part is told. */
  public static TokenCounts of(long prompt, long completion) {
    return new TokenCounts(prompt, 0, 0, completion, 0);
  }

  /** As the gateway counts. */
  public Usage usage() {
    return new Usage(prompt, completion);
  }

  /** Prompt and completion together. */
  public long total() {
    return prompt + completion;
  }
}
