package lab.dialect.openai;

import static lab.dialect.openai.Events.ascii;

import com.fasterxml.jackson.databind.JsonNode;
import lab.dialect.AnswerHead;
import lab.dialect.AnswerWriter;
import lab.dialect.Finish;
import lab.dialect.TokenCounts;
import lab.dialect.json.JsonBytes;
import org.jspecify.annotations.Nullable;

/**
 * A completion as {@code text_completion} events. That form has no place for thinking and for
 * tools: they are left out.
 */
final class TextChunks implements AnswerWriter {
  private static final byte[] OPEN = ascii("{\"text\":");
  private static final byte[] INDEX = ascii(",\"index\":0,\"logprobs\":");
  private static final byte[] NULL = ascii("null");
  private static final byte[] UNFINISHED = ascii(",\"finish_reason\":null}");

  private final Events events;
  private final String echo;

  /** Characters of the text so far, only counted where probabilities came. */
  private int offset;

  // What came since the last event.
  private String text = "";
  private @Nullable JsonNode logprobs;

  /**
   * @param echo the prompt where the client wants it before the answer, else empty
   */
  TextChunks(String echo, AnswerHead head, boolean usageWanted) {
    this.events = new Events("text_completion", head, usageWanted);
    this.echo = echo;
    this.offset = Logprobs.characters(echo);
  }

  @Override
  public void begin(TokenCounts soFar) {
    if (!echo.isEmpty()) {
      events.open().raw(OPEN).string(echo).raw(INDEX).raw(NULL).raw(UNFINISHED);
      events.close();
    }
  }

  @Override
  public void reasoning(String more) {}

  @Override
  public void signature(String signature) {}

  @Override
  public void text(String more) {
    text = text.isEmpty() ? more : text + more;
  }

  @Override
  public void toolCall(@Nullable String id, String name) {}

  @Override
  public void arguments(int call, String more) {}

  @Override
  public void logprobs(JsonNode tokens) {
    logprobs = tokens;
  }

  @Override
  public void flush() {
    if (text.isEmpty() && logprobs == null) {
      return;
    }
    JsonBytes out = events.open().raw(OPEN).string(text).raw(INDEX);
    Logprobs.write(logprobs == null ? null : Logprobs.ofText(logprobs, offset), out);
    out.raw(UNFINISHED);
    events.close();
    offset += Logprobs.characters(text);
    text = "";
    logprobs = null;
  }

  @Override
  public void finish(Finish finish) {
    flush();
    events
        .open()
        .raw(OPEN)
        .string("")
        .raw(INDEX)
        .raw(NULL)
        .raw(",\"finish_reason\":\"" + Events.reason(finish, false) + "\"}");
    events.close();
    events.end(finish.tokens());
  }

  @Override
  public boolean showsReasoning() {
    return false;
  }

  @Override
  public byte[] taken() {
    return events.taken();
  }

  @Override
  public int held() {
    return 0;
  }
}
