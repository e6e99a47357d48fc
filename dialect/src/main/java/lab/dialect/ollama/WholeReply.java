package lab.dialect.ollama;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lab.contract.Usage;
import lab.dialect.Failure;
import lab.dialect.WholeAnswer;
import lab.dialect.failure.FailureReader;
import org.jspecify.annotations.Nullable;

/**
 * An answer that was not streamed, put together from one object, or from the lines of a stream that
 * nobody asked for.
 */
final class WholeReply {
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder thinking = new StringBuilder();
  private final List<ToolCall> toolCalls = new ArrayList<>();
  private final List<JsonNode> logprobs = new ArrayList<>();
  private @Nullable AnswerLine last;

  private WholeReply() {}

  /** What the client gets of the gathered answer. */
  private interface Form {
    byte[] of(WholeReply reply, AnswerLine last);
  }

  static WholeAnswer chat(byte[] body, String id, long created, String shown) {
    byte[] head = Events.headOf("", "chat.completion", id, created, shown);
    return read(body, (reply, last) -> reply.chat(last, head, id));
  }

  /**
   * @param echo the prompt where the client wants it before the answer, else empty
   */
  static WholeAnswer completion(byte[] body, String echo, String id, long created, String shown) {
    byte[] head = Events.headOf("", "text_completion", id, created, shown);
    return read(body, (reply, last) -> reply.completion(last, head, echo));
  }

  private static WholeAnswer read(byte[] body, Form form) {
    var reply = new WholeReply();
    Failure failure = reply.gather(body);
    AnswerLine last = reply.last;
    if (failure != null || last == null) {
      return new WholeAnswer.Bad(failure == null ? Ending.missing() : failure);
    }
    Failure fault = Ending.fault(last);
    return fault == null
        ? new WholeAnswer.Good(form.of(reply, last), last.usage())
        : new WholeAnswer.Bad(fault);
  }

  private @Nullable Failure gather(byte[] body) {
    try (JsonParser json = Json.parser(body, 0, body.length)) {
      int start = 0;
      while (last == null && json.nextToken() != null) {
        AnswerLine line = AnswerLine.read(json);
        int end = (int) json.currentLocation().getByteOffset();
        if (line.failed()) {
          return FailureReader.ofObject(Arrays.copyOfRange(body, start, end));
        }
        start = end;
        add(line);
      }
      return null;
    } catch (IOException garbled) {
      return Ending.garbled();
    }
  }

  private void add(AnswerLine line) {
    text.append(line.text());
    thinking.append(line.thinking());
    toolCalls.addAll(line.toolCalls());
    line.logprobs().forEach(logprobs::add);
    if (line.done()) {
      last = line;
    }
  }

  private byte[] chat(AnswerLine end, byte[] head, String id) {
    var out = new JsonBytes();
    out.raw(head).raw("{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":");
    if (text.isEmpty() && !toolCalls.isEmpty()) {
      out.raw("null");
    } else {
      out.string(text.toString());
    }
    out.raw(",\"refusal\":null");
    if (!thinking.isEmpty()) {
      String thought = thinking.toString();
      out.raw(",\"reasoning_content\":").string(thought).raw(",\"reasoning\":").string(thought);
    }
    if (!toolCalls.isEmpty()) {
      writeCalls(out, id);
    }
    out.raw("},\"logprobs\":");
    Logprobs.write(logprobs.isEmpty() ? null : Logprobs.ofChat(logprobs), out);
    return ended(out, end);
  }

  private byte[] completion(AnswerLine end, byte[] head, String echo) {
    var out = new JsonBytes();
    out.raw(head).raw("{\"text\":").string(echo + text).raw(",\"index\":0,\"logprobs\":");
    int offset = Logprobs.characters(echo);
    Logprobs.write(logprobs.isEmpty() ? null : Logprobs.ofText(logprobs, offset), out);
    return ended(out, end);
  }

  private byte[] ended(JsonBytes out, AnswerLine end) {
    String reason = Ending.reason(end, !toolCalls.isEmpty());
    out.raw(",\"finish_reason\":\"" + reason + "\"}],\"usage\":");
    Usage usage = end.usage();
    Events.writeUsage(out, usage);
    return out.raw("}").taken();
  }

  private void writeCalls(JsonBytes out, String id) {
    String separator = ",\"tool_calls\":[{";
    for (int index = 0; index < toolCalls.size(); index++) {
      out.raw(separator);
      toolCalls.get(index).writeTo(out, id, index);
      separator = ",{";
    }
    out.raw("]");
  }
}
