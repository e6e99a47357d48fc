package lab.dialect.anthropic;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import lab.dialect.AnswerHead;
import lab.dialect.AnswerWriter;
import lab.dialect.Finish;
import lab.dialect.TokenCounts;
import lab.dialect.json.JsonBytes;
import org.jspecify.annotations.Nullable;

/**
 * A message as a stream of events. Its blocks come strictly one after the other: a tool call that
 * begins before the arguments of another are complete waits until they are, and so does text.
 */
final class MessageEvents implements AnswerWriter {
  private static final byte[] THINKING =
      "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}".getBytes(US_ASCII);

  private static final byte[] TEXT = "{\"type\":\"text\",\"text\":\"\"}".getBytes(US_ASCII);

  // Nearly all events are deltas: what is the same in each is put into bytes once.
  private static final byte[] DELTA =
      "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":"
          .getBytes(US_ASCII);
  private static final byte[] OF_TEXT = delta("text_delta", "text");
  private static final byte[] OF_THINKING = delta("thinking_delta", "thinking");
  private static final byte[] OF_SIGNATURE = delta("signature_delta", "signature");
  private static final byte[] OF_INPUT = delta("input_json_delta", "partial_json");
  private static final byte[] END_OF_DELTA = "}}\n\n".getBytes(US_ASCII);

  private enum Block {
    NONE,
    THINKING,
    TEXT,
    CALL
  }

  /** A block, or more of one, that waits for its turn. */
  private static final class Waiting {
    private final Block block;

    /** Of a call: its number, id and name. */
    private final int call;

    private final String id;
    private final String name;
    private final StringBuilder content = new StringBuilder();

    Waiting(Block block, int call, String id, String name) {
      this.block = block;
      this.call = call;
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
    add(Block.THINKING, more);
  }

  @Override
  public void signature(String signature) {
    if (open == Block.THINKING) {
      write(OF_SIGNATURE, signature);
    }
  }

  @Override
  public void text(String more) {
    add(Block.TEXT, more);
  }

  private void add(Block block, String more) {
    if (more.isEmpty()) {
      return;
    }
    if (mustWait()) {
      if (waiting.isEmpty() || waiting.getLast().block != block) {
        waiting.add(new Waiting(block, -1, "", ""));
      }
      hold(waiting.getLast(), more);
    } else {
      write(block, more);
    }
  }

  @Override
  public void toolCall(@Nullable String id, String name) {
    var call = new Waiting(Block.CALL, calls, id == null ? head.callId(calls) : id, name);
    calls++;
    if (mustWait()) {
      waiting.add(call);
    } else {
      begin(call);
    }
  }

  @Override
  public void arguments(int call, String more) {
    if (call == openCall && open == Block.CALL) {
      writeArguments(more);
      letWaiting();
      return;
    }
    for (Waiting each : waiting) {
      if (each.call == call) {
        hold(each, more);
      }
    }
  }

  /** Whether what comes now would tear a call apart. */
  private boolean mustWait() {
    return !waiting.isEmpty() || (open == Block.CALL && !arguments.isComplete());
  }

  private void hold(Waiting block, String more) {
    block.content.append(more);
    held += more.length();
  }

  private void letWaiting() {
    while (!waiting.isEmpty() && (open != Block.CALL || arguments.isComplete())) {
      begin(waiting.remove());
    }
  }

  private void begin(Waiting block) {
    held -= block.content.length();
    if (block.block != Block.CALL) {
      write(block.block, block.content.toString());
      return;
    }
    close();
    JsonBytes json = new JsonBytes();
    json.raw("{\"type\":\"tool_use\",\"id\":").string(block.id);
    json.raw(",\"name\":").string(block.name).raw(",\"input\":{}}");
    open(Block.CALL, json.taken());
    openCall = block.call;
    arguments = new JsonDepth();
    writeArguments(block.content.toString());
  }

  private void writeArguments(String more) {
    if (!more.isEmpty()) {
      arguments.add(more);
      write(OF_INPUT, more);
    }
  }

  private void write(Block block, String more) {
    boolean thinking = block == Block.THINKING;
    if (open != block) {
      close();
      open(block, thinking ? THINKING : TEXT);
    }
    write(thinking ? OF_THINKING : OF_TEXT, more);
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

  private void write(byte[] delta, String more) {
    out.raw(DELTA).number(blocks).raw(delta).string(more).raw(END_OF_DELTA);
  }

  private static byte[] delta(String type, String field) {
    return (",\"delta\":{\"type\":\"" + type + "\",\"" + field + "\":").getBytes(US_ASCII);
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
