package lab.dialect.ollama;

import java.nio.charset.StandardCharsets;
import lab.contract.Usage;

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
  Events(String object, String id, long created, String shown, boolean usageWanted) {
    this.head = headOf("data: ", object, id, created, shown);
    this.tail = ascii(usageWanted ? "],\"usage\":null}\n\n" : "]}\n\n");
    this.usageWanted = usageWanted;
  }

  /** What every event and every whole answer begins with, up to the choices. */
  static byte[] headOf(String before, String object, String id, long created, String shown) {
    return new JsonBytes()
        .raw(before + "{\"id\":")
        .string(id)
        .raw(",\"object\":\"" + object + "\",\"created\":" + created + ",\"model\":")
        .string(shown)
        .raw(",\"system_fingerprint\":\"fp_ollama\",\"choices\":[")
        .taken();
  }

  /** The three integers, all of which clients insist on. */
  static void writeUsage(JsonBytes out, Usage usage) {
    out.raw(
        "{\"prompt_tokens\":%d,\"completion_tokens\":%d,\"total_tokens\":%d}"
            .formatted(usage.promptTokens(), usage.completionTokens(), usage.total()));
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
  void end(Usage usage) {
    if (usageWanted) {
      out.raw(head).raw(NO_CHOICE_USAGE);
      writeUsage(out, usage);
      out.raw(END_OF_EVENT);
    }
    out.raw(DONE);
  }

  byte[] taken() {
    return out.taken();
  }
}
