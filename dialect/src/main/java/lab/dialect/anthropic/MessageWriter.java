package lab.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import lab.dialect.AnswerHead;
import lab.dialect.AnswerWriter;
import lab.dialect.Finish;
import lab.dialect.GatheredCalls;
import lab.dialect.TokenCounts;
import lab.dialect.json.JsonBytes;
import org.jspecify.annotations.Nullable;

/** Gathers an answer that is not streamed, and writes it as a message at its end. */
final class MessageWriter implements AnswerWriter {
  private final AnswerHead head;
  private final JsonBytes out = new JsonBytes();
  private final StringBuilder reasoning = new StringBuilder();
  private final StringBuilder text = new StringBuilder();
  private final GatheredCalls calls;
  private String signature = "";
  private int held;

  MessageWriter(AnswerHead head) {
    this.head = head;
    this.calls = new GatheredCalls(head);
  }

  @Override
  public void begin(TokenCounts soFar) {}

  @Override
  public void reasoning(String more) {
    reasoning.append(more);
    held += more.length();
  }

  @Override
  public void signature(String given) {
    signature = given;
  }

  @Override
  public void text(String more) {
    text.append(more);
    held += more.length();
  }

  @Override
  public void toolCall(@Nullable String id, String name) {
    calls.begin(id, name);
    held += name.length();
  }

  @Override
  public void arguments(int call, String more) {
    calls.add(call, more);
    held += more.length();
  }

  /** There is no place for them. */
  @Override
  public void logprobs(JsonNode tokens) {}

  @Override
  public void flush() {}

  @Override
  public void finish(Finish finish) {
    Message.open(out, head);
    String separator = "";
    if (!reasoning.isEmpty()) {
      out.raw("{\"type\":\"thinking\",\"thinking\":").string(reasoning.toString());
      out.raw(",\"signature\":").string(signature).raw("}");
      separator = ",";
    }
    if (!text.isEmpty()) {
      out.raw(separator + "{\"type\":\"text\",\"text\":").string(text.toString()).raw("}");
      separator = ",";
    }
    for (GatheredCalls.Call call : calls.inOrder()) {
      out.raw(separator + "{\"type\":\"tool_use\",\"id\":").string(call.id());
      out.raw(",\"name\":").string(call.name()).raw(",\"input\":");
      out.raw(call.object()).raw("}");
      separator = ",";
    }
    out.raw("],");
    Message.writeStop(out, Stops.reason(finish, !calls.isEmpty()), finish.stopSequence());
    out.raw(",\"usage\":");
    Message.writeUsage(out, finish.tokens());
    out.raw("}");
  }

  @Override
  public byte[] taken() {
    held = 0;
    return out.taken();
  }

  @Override
  public int held() {
    return held;
  }
}
