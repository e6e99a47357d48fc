package lab.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import lab.dialect.AnswerHead;
import lab.dialect.AnswerWriter;
import lab.dialect.Finish;
import lab.dialect.TokenCounts;
import lab.dialect.json.JsonBytes;
import org.jspecify.annotations.Nullable;

/** Gathers an answer that is not streamed, and writes it at its end. */
final class WholeWriter implements AnswerWriter {
  private final boolean chat;
  private final String echo;
  private final AnswerHead head;
  private final JsonBytes out = new JsonBytes();
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder reasoning = new StringBuilder();
  private final List<CallPart> calls = new ArrayList<>();
  private final List<JsonNode> logprobs = new ArrayList<>();
  private int held;

  private WholeWriter(boolean chat, String echo, AnswerHead head) {
    this.chat = chat;
    this.echo = echo;
    this.head = head;
  }

  static WholeWriter chat(AnswerHead head) {
    return new WholeWriter(true, "", head);
  }

  /**
   * @param echo the prompt where the client wants it before the answer, else empty
   */
  static WholeWriter completion(String echo, AnswerHead head) {
    return new WholeWriter(false, echo, head);
  }

  @Override
  public void begin(TokenCounts soFar) {}

  @Override
  public void reasoning(String more) {
    reasoning.append(more);
    held += more.length();
  }

  /** There is no place for it. */
  @Override
  public void signature(String signature) {}

  @Override
  public void text(String more) {
    text.append(more);
    held += more.length();
  }

  @Override
  public void toolCall(@Nullable String id, String name) {
    int index = calls.size();
    calls.add(CallPart.begun(index, id == null ? head.callId(index) : id, name));
    held += name.length();
  }

  @Override
  public void arguments(int call, String more) {
    calls.get(call).add(more);
    held += more.length();
  }

  @Override
  public void logprobs(JsonNode tokens) {
    tokens.forEach(logprobs::add);
  }

  @Override
  public void flush() {}

  @Override
  public void finish(Finish finish) {
    if (chat) {
      writeChat();
    } else {
      writeCompletion();
    }
    String reason = Events.reason(finish, chat && !calls.isEmpty());
    out.raw(",\"finish_reason\":\"" + reason + "\"}],\"usage\":");
    Events.writeUsage(out, finish.tokens());
    out.raw("}");
  }

  private void writeChat() {
    out.raw(Events.headOf("", "chat.completion", head));
    out.raw("{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":");
    if (text.isEmpty() && !calls.isEmpty()) {
      out.raw("null");
    } else {
      out.string(text.toString());
    }
    out.raw(",\"refusal\":null");
    if (!reasoning.isEmpty()) {
      String thought = reasoning.toString();
      out.raw(",\"reasoning_content\":").string(thought).raw(",\"reasoning\":").string(thought);
    }
    if (!calls.isEmpty()) {
      writeCalls();
    }
    out.raw("},\"logprobs\":");
    Logprobs.write(logprobs.isEmpty() ? null : Logprobs.ofChat(logprobs), out);
  }

  private void writeCalls() {
    String separator = ",\"tool_calls\":[{";
    for (CallPart call : calls) {
      out.raw(separator);
      call.writeTo(out);
      separator = ",{";
    }
    out.raw("]");
  }

  private void writeCompletion() {
    out.raw(Events.headOf("", "text_completion", head));
    out.raw("{\"text\":").string(echo + text).raw(",\"index\":0,\"logprobs\":");
    int offset = Logprobs.characters(echo);
    Logprobs.write(logprobs.isEmpty() ? null : Logprobs.ofText(logprobs, offset), out);
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
