package lab.contract;

/**
 * Tokens of one call as the provider counted them.
 *
 * @param promptTokens tokens of the prompt, 0 or more
 * @param completionTokens tokens of the answer, reasoning included, 0 or more
 */
public record Usage(long promptTokens, long completionTokens) {
  /** The provider gave no numbers. */
  public static final Usage UNKNOWN = new Usage(0, 0);

  public Usage {
    if (promptTokens < 0 || completionTokens < 0) {
      throw new IllegalArgumentException(
          "usage is " + promptTokens + "/" + completionTokens + "; tokens are 0 or more");
    }
  }

  /** Prompt and completion together. */
  public long total() {
    return promptTokens + completionTokens;
  }
}
