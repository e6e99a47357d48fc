package lab.dialect.ollama;

import static lab.dialect.ollama.Events.ascii;

import com.fasterxml.jackson.databind.JsonNode;
import lab.contract.Usage;

/**
 * A completion as {@code text_completion} events. That form has no place for thinking: it is left
 * out.
 */
final class TextChunks implements Chunks {
  private static final byte[] OPEN = ascii("{\"text\":");
  private static final byte[] INDEX = ascii(",\"index\":0,\"logprobs\":");
  private static final byte[] NULL = ascii("null");
  private static final byte[] UNFINISHED = ascii(",\"finish_reason\":null}");

  private final Events events;
  private final String echo;

  /** Characters of the text so far, only counted where probabilities came. */
  private int offset;

  /**
   * @param echo the prompt where the client wants it before the answer, else empty
   */
  TextChunks(String echo, String id, long created, String shown, boolean usageWanted) {
    this.events = new Events("text_completion", id, created, shown, usageWanted);
    this.echo = echo;
    this.offset = Logprobs.characters(echo);
  }

  @Override
  public void begin() {
    if (!echo.isEmpty()) {
      events.open().raw(OPEN).string(echo).raw(INDEX).raw(NULL).raw(UNFINISHED);
      events.close();
    }
  }

  @Override
  public boolean add(AnswerLine line) {
    String text = line.text();
    JsonNode logprobs = line.logprobs();
    boolean probable = !logprobs.isEmpty();
    if (text.isEmpty() && !probable) {
      return false;
    }
    JsonBytes out = events.open().raw(OPEN).string(text).raw(INDEX);
    Logprobs.write(probable ? Logprobs.ofText(logprobs, offset) : null, out);
    out.raw(UNFINISHED);
    events.close();
    offset += Logprobs.characters(text);
    return !text.isEmpty();
  }

  @Override
  public void finish(AnswerLine last, Usage usage) {
    events
        .open()
        .raw(OPEN)
        .string("")
        .raw(INDEX)
        .raw(NULL)
        .raw(",\"finish_reason\":\"" + Ending.reason(last, false) + "\"}");
    events.close();
    events.end(usage);
  }

  @Override
  public byte[] taken() {
    return events.taken();
  }
}
