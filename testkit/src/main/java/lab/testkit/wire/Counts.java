package lab.testkit.wire;

/**
 * Tokens of one answer.
 *
 * @param prompt of the prompt
 * @param completion of the answer, reasoning included
 */
public record Counts(int prompt, int completion) {
  public int total() {
    return prompt + completion;
  }
}
