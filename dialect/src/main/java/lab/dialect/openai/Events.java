package lab.dialect.openai;

import java.nio.charset.StandardCharsets;
import lab.dialect.AnswerHead;
import lab.dialect.Finish;
import lab.dialect.TokenCounts;
import lab.dialect.json.JsonBytes;

/**
 * The events of one streamed answer without what is in their {@code choices}. What is the same in
 * all of them is put into bytes once.
 */
final class Events {
  private static final byte[] NO_CHOICE_USAGE = ascii("],\"usage\":");
  private static final byte[] END_OF_EVENT = ascii("}\n\n");
  private static final byte[] DONE = ascii("data: [DONE]\n\n");

  private final JsonBytes out = new JsonBytes();
  private final byte[] head;
  private final byte[] tail;
  private final boolean usageWanted;

  /**
   * @param object OpenAI's name of what is streamed
   * @param usageWanted whether the client asked for the usage: then every event has the key
   */
  Events(String object, AnswerHead answer, boolean usageWanted) {
    this.head = headOf("data: ", object, answer);
    this.tail = ascii(usageWanted ? "],\"usage\":null}\n\n" : "]}\n\n");
    this.usageWanted = usageWanted;
  }

  /** What every event and every whole answer begins with, up to the choices. */
  static byte[] headOf(String before, String object, AnswerHead answer) {
    JsonBytes head =
        new JsonBytes()
            .raw(before + "{\"id\":")
            .string(answer.id())
            .raw(",\"object\":\"" + object + "\",\"created\":" + answer.created() + ",\"model\":")
            .string(answer.shown());
    if (answer.fingerprint() != null) {
      head.raw(",\"system_fingerprint\":").string(answer.fingerprint());
    }
    return head.raw(",\"choices\":[").taken();
  }

  /** The three integers, all of which clients insist on, and their parts where they are told. */
  static void writeUsage(JsonBytes out, TokenCounts tokens) {
    out.raw(
        "{\"prompt_tokens\":%d,\"completion_tokens\":%d,\"total_tokens\":%d"
            .formatted(tokens.prompt(), tokens.completion(), tokens.total()));
    if (tokens.cacheRead() > 0 || tokens.cacheWritten() > 0) {
      out.raw(
          ",\"prompt_tokens_details\":{\"cached_tokens\":%d,\"cache_write_tokens\":%d}"
              .formatted(tokens.cacheRead(), tokens.cacheWritten()));
    }
    if (tokens.reasoning() > 0) {
      out.raw(
          ",\"completion_tokens_details\":{\"reasoning_tokens\":%d}".formatted(tokens.reasoning()));
    }
    out.raw("}");
  }

  /**
   * OpenAI's finish reason for an end.
   *
   * @param called whether the answer calls tools
   */
  static String reason(Finish finish, boolean called) {
    return switch (finish.reason()) {
      case LENGTH -> "length";
      case FILTERED -> "content_filter";
      case END -> called ? "tool_calls" : "stop";
    };
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Begins an event; its choice is to be written next. */
  JsonBytes open() {
    return out.raw(head);
  }

  /** Ends the event. */
  void close() {
    out.raw(tail);
  }

  /** Writes the end of the stream. */
  void end(TokenCounts tokens) {
    if (usageWanted) {
      out.raw(head).raw(NO_CHOICE_USAGE);
      writeUsage(out, tokens);
      out.raw(END_OF_EVENT);
    }
    out.raw(DONE);
  }

  byte[] taken() {
    return out.taken();
  }
}
