package lab.testkit.answers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import lab.testkit.script.Reply;
import lab.testkit.wire.AnthropicEvents;
import lab.testkit.wire.Call;
import lab.testkit.wire.Counts;

/** A streamed answer of Anthropic, event by event. Immutable, as {@link ChatStream}. */
public final class AnthropicStream {
  /** The id of every message. */
  public static final String ID = "msg_testkit1";

  private final String model;
  private final int blocks;
  private final List<String> events;

  private AnthropicStream(String model, int blocks, List<String> events) {
    this.model = model;
    this.blocks = blocks;
    this.events = List.copyOf(events);
  }

  /** A stream without events yet. */
  public static AnthropicStream of(String model) {
    return new AnthropicStream(model, 0, List.of());
  }

  /** The first event. */
  public AnthropicStream start(int promptTokens) {
    return with(new AnthropicEvents(ID, model).start(promptTokens));
  }

  /** A block of text, an event for each piece. */
  public AnthropicStream says(String... pieces) {
    AnthropicStream all = opensText();
    for (String piece : pieces) {
      all = all.piece(piece);
    }
    return all.closes();
  }

  /** A block of thinking, signed at its end. */
  public AnthropicStream thinks(String... pieces) {
    AnthropicStream all = with(AnthropicEvents.thinkingStart(blocks));
    for (String piece : pieces) {
      all = all.thought(piece);
    }
    return all.with(AnthropicEvents.signatureDelta(blocks)).closes();
  }

  /** A tool call, its arguments in these fragments. */
  public AnthropicStream calls(String id, String name, String... fragments) {
    AnthropicStream all = with(AnthropicEvents.useStart(blocks, new Call(id, name, "")));
    for (String fragment : fragments) {
      all = all.with(AnthropicEvents.inputDelta(blocks, fragment));
    }
    return all.closes();
  }

  /** The beginning of a block of text. */
  public AnthropicStream opensText() {
    return with(AnthropicEvents.textStart(blocks));
  }

  /** A piece of the text of the block at hand. */
  public AnthropicStream piece(String text) {
    return with(AnthropicEvents.textDelta(blocks, text));
  }

  /** A piece of what is thought in the block at hand. */
  public AnthropicStream thought(String text) {
    return with(AnthropicEvents.thinkingDelta(blocks, text));
  }

  /** The end of the block at hand. */
  public AnthropicStream closes() {
    List<String> more = new ArrayList<>(events);
    more.add(AnthropicEvents.event(AnthropicEvents.stop(blocks)));
    return new AnthropicStream(model, blocks + 1, more);
  }

  /** Anything may happen between two events. */
  public AnthropicStream ping() {
    return with(AnthropicEvents.ping());
  }

  /** The last two events. */
  public AnthropicStream ends(String reason, int prompt, int completion) {
    return with(AnthropicEvents.ended(reason, new Counts(prompt, completion)))
        .with(AnthropicEvents.end());
  }

  /** An error in the middle of a stream; nothing follows it. */
  public AnthropicStream error(String type, String message) {
    return with(AnthropicEvents.error(type, message));
  }

  /** Any event, as it is. */
  public AnthropicStream with(String event) {
    List<String> more = new ArrayList<>(events);
    more.add(event);
    return new AnthropicStream(model, blocks, more);
  }

  private AnthropicStream with(ObjectNode event) {
    return with(AnthropicEvents.event(event));
  }

  /** All of it. */
  public String text() {
    return String.join("", events);
  }

  /** A 200 that sends one event at a time. */
  public Reply reply() {
    return Reply.events(events);
  }
}
