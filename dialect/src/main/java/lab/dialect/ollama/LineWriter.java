package lab.dialect.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.time.Instant;
import lab.dialect.AnswerHead;
import lab.dialect.AnswerWriter;
import lab.dialect.Finish;
import lab.dialect.GatheredCalls;
import lab.dialect.TokenCounts;
import lab.dialect.json.Json;
import lab.dialect.json.JsonBytes;
import org.jspecify.annotations.Nullable;

/**
 * An answer as Ollama writes it: lines of a stream, or one object. Tool calls are told whole, so
 * they wait for the end.
 */
final class LineWriter implements AnswerWriter {
  private final boolean chat;
  private final boolean streamed;
  private final Durations durations;
  private final byte[] begin;
  private final JsonBytes out = new JsonBytes();
  private final GatheredCalls calls;
  private final ArrayNode logprobs = Json.array();
  private int held;

  // What came since the last line.
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder thinking = new StringBuilder();

  /**
   * @param path where the client asked: a chat, or one prompt
   * @param durations of this answer
   * @param streamed whether there are lines before the last
   */
  LineWriter(OllamaPath path, AnswerHead head, Durations durations, boolean streamed) {
    this.chat = path == OllamaPath.CHAT;
    this.streamed = streamed;
    this.durations = durations;
    this.calls = new GatheredCalls(head);
    this.begin =
        new JsonBytes()
            .raw("{\"model\":")
            .string(head.shown())
            .raw(",\"created_at\":\"" + Instant.ofEpochSecond(head.created()) + "\",")
            .raw(chat ? "\"message\":{\"role\":\"assistant\",\"content\":" : "\"response\":")
            .taken();
  }

  @Override
  public void begin(TokenCounts soFar) {}

  @Override
  public void reasoning(String more) {
    durations.content();
    thinking.append(more);
    held += more.length();
  }

  /** There is no place for it. */
  @Override
  public void signature(String signature) {}

  @Override
  public void text(String more) {
    durations.content();
    text.append(more);
    held += more.length();
  }

  @Override
  public void toolCall(@Nullable String id, String name) {
    durations.content();
    calls.begin(id, name);
    held += name.length();
  }

  @Override
  public void arguments(int call, String more) {
    calls.add(call, more);
    held += more.length();
  }

  @Override
  public void logprobs(JsonNode tokens) {
    tokens.forEach(logprobs::add);
  }

  @Override
  public void flush() {
    if (streamed && (!text.isEmpty() || !thinking.isEmpty() || !logprobs.isEmpty())) {
      writeLine(false);
    }
  }

  private void writeLine(boolean withCalls) {
    open(withCalls);
    out.raw("\"done\":false}\n");
  }

  /** A line up to what says whether it is the last; what was gathered for it is gone then. */
  private void open(boolean withCalls) {
    out.raw(begin).string(text.toString());
    writeThinking();
    if (withCalls) {
      writeCalls();
    }
    out.raw(chat ? "}," : ",");
    if (!logprobs.isEmpty()) {
      out.raw("\"logprobs\":").value(logprobs).raw(",");
    }
    held -= text.length() + thinking.length();
    text.setLength(0);
    thinking.setLength(0);
    logprobs.removeAll();
  }

  private void writeThinking() {
    if (!thinking.isEmpty()) {
      out.raw(",\"thinking\":").string(thinking.toString());
    }
  }

  private void writeCalls() {
    String separator = ",\"tool_calls\":[";
    int index = 0;
    for (GatheredCalls.Call call : calls.inOrder()) {
      out.raw(separator).raw("{\"id\":").string(call.id());
      out.raw(",\"function\":{\"index\":").number(index++);
      out.raw(",\"name\":").string(call.name()).raw(",\"arguments\":");
      out.raw(call.object()).raw("}}");
      separator = ",";
    }
    out.raw("]");
  }

  @Override
  public void finish(Finish finish) {
    boolean called = chat && !calls.isEmpty();
    if (streamed) {
      flush();
      if (called) {
        writeLine(true);
      }
    }
    open(!streamed && called);
    String reason =
        switch (finish.reason()) {
          case END -> "stop";
          case LENGTH -> "length";
          case FILTERED -> "content_filter";
        };
    out.raw("\"done\":true,\"done_reason\":\"" + reason + "\",");
    durations.writeTo(out);
    out.raw("\"prompt_eval_count\":").number(finish.tokens().prompt()).raw(",\"eval_count\":");
    out.number(finish.tokens().completion()).raw(streamed ? "}\n" : "}");
  }

  @Override
  public byte[] taken() {
    return out.taken();
  }

  @Override
  public int held() {
    return held;
  }
}
