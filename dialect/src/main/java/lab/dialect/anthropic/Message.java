package lab.dialect.anthropic;

import lab.dialect.AnswerHead;
import lab.dialect.TokenCounts;
import lab.dialect.json.JsonBytes;
import org.jspecify.annotations.Nullable;

/** The parts of a message that its stream and the whole of it have in common. */
final class Message {
  private Message() {}

  /** Up to its content. */
  static void open(JsonBytes out, AnswerHead head) {
    out.raw("{\"id\":")
        .string("msg_" + head.unique())
        .raw(",\"type\":\"message\",\"role\":\"assistant\",\"model\":")
        .string(head.shown())
        .raw(",\"content\":[");
  }

  /** {@code stop_reason} and {@code stop_sequence}. */
  static void writeStop(JsonBytes out, String reason, @Nullable String sequence) {
    out.raw("\"stop_reason\":\"" + reason + "\",\"stop_sequence\":");
    if (sequence == null) {
      out.raw("null");
    } else {
      out.string(sequence);
    }
  }

  /** Anthropic counts what its cache had beside the input, not in it. */
  static void writeUsage(JsonBytes out, TokenCounts tokens) {
    long input = Math.max(0, tokens.prompt() - tokens.cacheRead() - tokens.cacheWritten());
    out.raw(
        ("{\"input_tokens\":%d,\"cache_creation_input_tokens\":%d,"
                + "\"cache_read_input_tokens\":%d,\"output_tokens\":%d}")
            .formatted(input, tokens.cacheWritten(), tokens.cacheRead(), tokens.completion()));
  }
}
