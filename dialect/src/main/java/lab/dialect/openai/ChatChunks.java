package lab.dialect.openai;

import static lab.dialect.openai.Events.ascii;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import lab.dialect.AnswerHead;
import lab.dialect.AnswerWriter;
import lab.dialect.Finish;
import lab.dialect.TokenCounts;
import lab.dialect.json.JsonBytes;
import org.jspecify.annotations.Nullable;

/** A chat as {@code chat.completion.chunk} events: one for all that came together. */
final class ChatChunks implements AnswerWriter {
  private static final byte[] ROLE =
      ascii("{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}");
  private static final byte[] OPEN = ascii("{\"index\":0,\"delta\":{");
  private static final byte[] CONTENT = ascii("\"content\":");
  private static final byte[] REASONING_CONTENT = ascii("\"reasoning_content\":");
  // The same under the name that other clients read.
  private static final byte[] REASONING = ascii(",\"reasoning\":");
  private static final byte[] TOOL_CALLS = ascii("\"tool_calls\":[");
  private static final byte[] NONE = {};
  private static final byte[] COMMA = ascii(",");
  private static final byte[] END_OF_DELTA = ascii("}");
  private static final byte[] LOGPROBS = ascii(",\"logprobs\":");
  private static final byte[] UNFINISHED = ascii(",\"finish_reason\":null}");

  private final Events events;
  private final AnswerHead head;

  /** How many calls have begun. */
  private int calls;

  // What came since the last event.
  private String reasoning = "";
  private String text = "";
  private final List<CallPart> parts = new ArrayList<>(1);
  private @Nullable JsonNode logprobs;

  ChatChunks(AnswerHead head, boolean usageWanted) {
    this.events = new Events("chat.completion.chunk", head, usageWanted);
    this.head = head;
  }

  @Override
  public void begin(TokenCounts soFar) {
    events.open().raw(ROLE).raw(UNFINISHED);
    events.close();
  }

  @Override
  public void reasoning(String more) {
    reasoning = reasoning.isEmpty() ? more : reasoning + more;
  }

  /** There is no place for it. */
  @Override
  public void signature(String signature) {}

  @Override
  public void text(String more) {
    text = text.isEmpty() ? more : text + more;
  }

  @Override
  public void toolCall(@Nullable String id, String name) {
    parts.add(CallPart.begun(calls, id == null ? head.callId(calls) : id, name));
    calls++;
  }

  @Override
  public void arguments(int call, String more) {
    for (CallPart part : parts) {
      if (part.index() == call) {
        part.add(more);
        return;
      }
    }
    CallPart part = CallPart.more(call);
    part.add(more);
    parts.add(part);
  }

  @Override
  public void logprobs(JsonNode tokens) {
    logprobs = tokens;
  }

  @Override
  public void flush() {
    boolean content = !text.isEmpty() || !reasoning.isEmpty() || !parts.isEmpty();
    if (content || logprobs != null) {
      write(content);
      reasoning = "";
      text = "";
      parts.clear();
      logprobs = null;
    }
  }

  private void write(boolean content) {
    JsonBytes out = events.open().raw(OPEN);
    byte[] separator = NONE;
    if (!reasoning.isEmpty()) {
      out.raw(REASONING_CONTENT).string(reasoning).raw(REASONING).string(reasoning);
      separator = COMMA;
    }
    // Also where it is empty but probabilities came: they are of the text.
    if (!text.isEmpty() || !content) {
      out.raw(separator).raw(CONTENT).string(text);
      separator = COMMA;
    }
    if (!parts.isEmpty()) {
      out.raw(separator).raw(TOOL_CALLS);
      writeCalls(out);
    }
    out.raw(END_OF_DELTA);
    if (logprobs != null) {
      out.raw(LOGPROBS);
      Logprobs.write(Logprobs.ofChat(logprobs), out);
    }
    out.raw(UNFINISHED);
    events.close();
  }

  private void writeCalls(JsonBytes out) {
    String separator = "{\"index\":";
    for (CallPart part : parts) {
      out.raw(separator).number(part.index()).raw(COMMA);
      part.writeTo(out);
      separator = ",{\"index\":";
    }
    out.raw("]");
  }

  @Override
  public void finish(Finish finish) {
    flush();
    events
        .open()
        .raw(OPEN)
        .raw("},\"finish_reason\":\"" + Events.reason(finish, calls > 0) + "\"}");
    events.close();
    events.end(finish.tokens());
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
