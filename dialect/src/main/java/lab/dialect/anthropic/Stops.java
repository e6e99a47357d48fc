package lab.dialect.anthropic;

import lab.dialect.Finish;
import lab.dialect.TokenCounts;

/** Why an answer ended, in Anthropic's words. */
final class Stops {
  private Stops() {}

  /** What Anthropic's reason means. */
  static Finish finish(String reason, String sequence, TokenCounts tokens) {
    Finish.Reason meant =
        switch (reason) {
          case "max_tokens", "model_context_window_exceeded" -> Finish.Reason.LENGTH;
          case "refusal" -> Finish.Reason.FILTERED;
          default -> Finish.Reason.END;
        };
    return new Finish(meant, sequence.isEmpty() ? null : sequence, tokens);
  }

  /**
   * Anthropic's reason for an end.
   *
   * @param called whether the answer calls tools
   */
  static String reason(Finish finish, boolean called) {
    return switch (finish.reason()) {
      case LENGTH -> "max_tokens";
      case FILTERED -> "refusal";
      case END ->
          called ? "tool_use" : finish.stopSequence() != null ? "stop_sequence" : "end_turn";
    };
  }
}
