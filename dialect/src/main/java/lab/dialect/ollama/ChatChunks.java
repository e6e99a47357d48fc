package lab.dialect.ollama;

import static lab.dialect.ollama.Events.ascii;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import lab.contract.Usage;

/** A chat as {@code chat.completion.chunk} events. */
final class ChatChunks implements Chunks {
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
  private final String id;
  private int toolCalls;

  ChatChunks(String id, long created, String shown, boolean usageWanted) {
    this.events = new Events("chat.completion.chunk", id, created, shown, usageWanted);
    this.id = id;
  }

  @Override
  public void begin() {
    events.open().raw(ROLE).raw(UNFINISHED);
    events.close();
  }

  @Override
  public boolean add(AnswerLine line) {
    String text = line.text();
    String thinking = line.thinking();
    List<ToolCall> calls = line.toolCalls();
    JsonNode logprobs = line.logprobs();
    boolean content = !text.isEmpty() || !thinking.isEmpty() || !calls.isEmpty();
    boolean probable = !logprobs.isEmpty();
    if (!content && !probable) {
      return false;
    }
    JsonBytes out = events.open().raw(OPEN);
    byte[] separator = NONE;
    if (!thinking.isEmpty()) {
      out.raw(REASONING_CONTENT).string(thinking).raw(REASONING).string(thinking);
      separator = COMMA;
    }
    // Also where it is empty but probabilities came: they are of the text.
    if (!text.isEmpty() || !content) {
      out.raw(separator).raw(CONTENT).string(text);
      separator = COMMA;
    }
    if (!calls.isEmpty()) {
      out.raw(separator).raw(TOOL_CALLS);
      writeCalls(out, calls);
    }
    out.raw(END_OF_DELTA);
    if (probable) {
      out.raw(LOGPROBS);
      Logprobs.write(Logprobs.ofChat(logprobs), out);
    }
    out.raw(UNFINISHED);
    events.close();
    return content;
  }

  private void writeCalls(JsonBytes out, List<ToolCall> calls) {
    String separator = "{\"index\":";
    for (ToolCall call : calls) {
      // Counted here: what the provider counts is 0 for all of them in some versions.
      out.raw(separator).number(toolCalls).raw(COMMA);
      call.writeTo(out, id, toolCalls++);
      separator = ",{\"index\":";
    }
    out.raw("]");
  }

  @Override
  public void finish(AnswerLine last, Usage usage) {
    events
        .open()
        .raw(OPEN)
        .raw("},\"finish_reason\":\"" + Ending.reason(last, toolCalls > 0) + "\"}");
    events.close();
    events.end(usage);
  }

  @Override
  public byte[] taken() {
    return events.taken();
  }
}
