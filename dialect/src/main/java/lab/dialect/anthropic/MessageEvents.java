package lab.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import lab.dialect.AnswerHead;
import lab.dialect.AnswerWriter;
import lab.dialect.Finish;
import lab.dialect.TokenCounts;
import lab.dialect.json.JsonBytes;
import org.jspecify.annotations.Nullable;

/**
 * A message as a stream of events. Its blocks come strictly one after the other: a tool call that
 * begins before another one's arguments are complete waits until they are.
 */
final class MessageEvents implements AnswerWriter {
  private enum Block {
    NONE,
    THINKING,
    TEXT,
    CALL
  }

  /** A call that waits for its turn. */
  private static final class Waiting {
    private final String id;
    private final String name;
    private final StringBuilder arguments = new StringBuilder();

    Waiting(String id, String name) {
      this.id = id;
      this.name = name;
    }
  }

  private final AnswerHead head;
  private final int estimate;
  private final JsonBytes out = new JsonBytes();
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>(0);
  private JsonDepth arguments = new JsonDepth();

  /** The block that is open, and the place of the next one. */
  private Block open = Block.NONE;

  private int blocks;
  private int calls;

  /** The call that is open, or was the last. */
  private int openCall = -1;

  private int held;

  /**
   * @param estimate tokens of the prompt where the provider counts at the end
   */
  MessageEvents(AnswerHead head, int estimate) {
    this.head = head;
    this.estimate = estimate;
  }

  @Override
  public void begin(TokenCounts soFar) {
    out.raw("event: message_start\ndata: {\"type\":\"message_start\",\"message\":");
    Message.open(out, head);
    out.raw("],\"stop_reason\":null,\"stop_sequence\":null,\"usage\":");
    Message.writeUsage(out, soFar.prompt() > 0 ? soFar : TokenCounts.of(estimate, 0));
    out.raw("}}\n\n");
  }

  @Override
  public void reasoning(String more) {
    if (!more.isEmpty()) {
      open(Block.THINKING, "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}");
      delta("thinking_delta", "thinking", more);
    }
  }

  @Override
  public void signature(String signature) {
    if (open == Block.THINKING) {
      delta("signature_delta", "signature", signature);
    }
  }

  @Override
  public void text(String more) {
    if (!more.isEmpty()) {
      open(Block.TEXT, "{\"type\":\"text\",\"text\":\"\"}");
      delta("text_delta", "text", more);
    }
  }

  @Override
  public void toolCall(@Nullable String id, String name) {
    var call = new Waiting(id == null ? head.callId(calls) : id, name);
    calls++;
    if (open == Block.CALL && !arguments.isComplete()) {
      waiting.add(call);
    } else {
      begin(call);
    }
  }

  @Override
  public void arguments(int call, String more) {
    if (call == openCall && open == Block.CALL) {
      write(more);
      while (arguments.isComplete() && !waiting.isEmpty()) {
        begin(waiting.remove());
      }
      return;
    }
    int at = openCall + 1;
    for (Waiting each : waiting) {
      if (at++ == call) {
        each.arguments.append(more);
        held += more.length();
      }
    }
  }

  private void begin(Waiting call) {
    openCall++;
    close();
    JsonBytes block = new JsonBytes();
    block.raw("{\"type\":\"tool_use\",\"id\":").string(call.id);
    block.raw(",\"name\":").string(call.name).raw(",\"input\":{}}");
    open(Block.CALL, block.taken());
    arguments = new JsonDepth();
    write(call.arguments.toString());
    held -= call.arguments.length();
  }

  private void write(String more) {
    if (!more.isEmpty()) {
      arguments.add(more);
      delta("input_json_delta", "partial_json", more);
    }
  }

  /** There is no place for them. */
  @Override
  public void logprobs(JsonNode tokens) {}

  @Override
  public void flush() {}

  @Override
  public void finish(Finish finish) {
    while (!waiting.isEmpty()) {
      begin(waiting.remove());
    }
    close();
    out.raw("event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{");
    Message.writeStop(out, Stops.reason(finish, calls > 0), finish.stopSequence());
    out.raw("},\"usage\":");
    Message.writeUsage(out, finish.tokens());
    out.raw("}\n\nevent: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");
  }

  private void open(Block block, String json) {
    if (open != block) {
      // What follows the calls would tear them apart.
      while (!waiting.isEmpty()) {
        begin(waiting.remove());
      }
      close();
      open(block, json.getBytes(StandardCharsets.US_ASCII));
    }
  }

  private void open(Block block, byte[] json) {
    open = block;
    out.raw("event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":");
    out.number(blocks).raw(",\"content_block\":").raw(json).raw("}\n\n");
  }

  private void close() {
    if (open != Block.NONE) {
      out.raw("event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":");
      out.number(blocks).raw("}\n\n");
      blocks++;
      open = Block.NONE;
    }
  }

  private void delta(String type, String field, String more) {
    out.raw("event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":");
    out.number(blocks).raw(",\"delta\":{\"type\":\"" + type + "\",\"" + field + "\":");
    out.string(more).raw("}}\n\n");
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
