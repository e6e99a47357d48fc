package lab.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import lab.dialect.AnswerHead;
import lab.dialect.AnswerWriter;
import lab.dialect.Finish;
import lab.dialect.TokenCounts;
import lab.dialect.json.Json;
import lab.dialect.json.JsonBytes;
import org.jspecify.annotations.Nullable;

/** Gathers an answer that is not streamed, and writes it as a message at its end. */
final class MessageWriter implements AnswerWriter {
  private static final byte[] NO_INPUT = {'{', '}'};

  /** A tool call. */
  private record Call(String id, String name, StringBuilder arguments) {}

  private final AnswerHead head;
  private final JsonBytes out = new JsonBytes();
  private final StringBuilder reasoning = new StringBuilder();
  private final StringBuilder text = new StringBuilder();
  private final List<Call> calls = new ArrayList<>();
  private String signature = "";
  private int held;

  MessageWriter(AnswerHead head) {
    this.head = head;
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
    calls.add(new Call(id == null ? head.callId(calls.size()) : id, name, new StringBuilder()));
    held += name.length();
  }

  @Override
  public void arguments(int call, String more) {
    calls.get(call).arguments.append(more);
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
    for (Call call : calls) {
      out.raw(separator + "{\"type\":\"tool_use\",\"id\":").string(call.id);
      out.raw(",\"name\":").string(call.name).raw(",\"input\":");
      out.raw(input(call.arguments.toString())).raw("}");
      separator = ",";
    }
    out.raw("],");
    Message.writeStop(out, Stops.reason(finish, !calls.isEmpty()), finish.stopSequence());
    out.raw(",\"usage\":");
    Message.writeUsage(out, finish.tokens());
    out.raw("}");
  }

  /** What a model wrote may be no object; then it stays readable in one. */
  private static byte[] input(String arguments) {
    if (arguments.isBlank()) {
      return NO_INPUT;
    }
    JsonNode object = Json.objectOf(arguments);
    byte[] input = Json.bytes(object == null ? Json.object().put("arguments", arguments) : object);
    return input == null ? NO_INPUT : input;
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
