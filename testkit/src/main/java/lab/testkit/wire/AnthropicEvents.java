package lab.testkit.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What Anthropic writes: events of its streams and whole messages. */
public final class AnthropicEvents {
  /** What a thought is signed with. */
  public static final String SIGNATURE = "c2lnbmVkIGJ5IG5vYm9keQ==";

  private final String id;
  private final String model;

  /** For one answer of this model. */
  public AnthropicEvents(String id, String model) {
    this.id = id;
    this.model = model;
  }

  /** An event as it is sent: its name is its type. */
  public static String event(ObjectNode json) {
    return "event: " + json.path("type").asText() + "\ndata: " + json + "\n\n";
  }

  /** A message that was not streamed. */
  public ObjectNode message(Said said, Counts counts) {
    ObjectNode message = frame();
    ArrayNode content = message.putArray("content");
    if (!said.reasoning().isEmpty()) {
      content.add(thinking(said.reasoning()).put("signature", SIGNATURE));
    }
    if (!said.content().isEmpty()) {
      content.add(text(said.content()));
    }
    for (Call call : said.calls()) {
      content.add(use(call).set("input", Json.read(call.arguments())));
    }
    message.put("stop_reason", reason(said.finish())).putNull("stop_sequence");
    message.set("usage", usage(counts));
    return message;
  }

  /** Begins a stream: of its usage the prompt is known. */
  public ObjectNode start(int promptTokens) {
    ObjectNode message = frame();
    message.putArray("content");
    message.putNull("stop_reason").putNull("stop_sequence");
    message.set("usage", usage(new Counts(promptTokens, 1)));
    return typed("message_start").set("message", message);
  }

  /** Begins a block of text. */
  public static ObjectNode textStart(int index) {
    return blockStart(index, text(""));
  }

  /** Begins a block of what the model thinks. */
  public static ObjectNode thinkingStart(int index) {
    return blockStart(index, thinking("").put("signature", ""));
  }

  /** Begins a tool call. */
  public static ObjectNode useStart(int index, Call call) {
    return blockStart(index, use(call).set("input", Json.object()));
  }

  /** A piece of text. */
  public static ObjectNode textDelta(int index, String text) {
    return delta(index, typed("text_delta").put("text", text));
  }

  /** A piece of what the model thinks. */
  public static ObjectNode thinkingDelta(int index, String text) {
    return delta(index, typed("thinking_delta").put("thinking", text));
  }

  /** What a thought ends with. */
  public static ObjectNode signatureDelta(int index) {
    return delta(index, typed("signature_delta").put("signature", SIGNATURE));
  }

  /** A piece of a tool call's arguments. */
  public static ObjectNode inputDelta(int index, String json) {
    return delta(index, typed("input_json_delta").put("partial_json", json));
  }

  /** Ends a block. */
  public static ObjectNode stop(int index) {
    return typed("content_block_stop").put("index", index);
  }

  /**
   * Says why the message ends.
   *
   * @param reason Anthropic's word
   */
  public static ObjectNode ended(String reason, Counts counts) {
    ObjectNode event = typed("message_delta");
    event.set("delta", Json.object().put("stop_reason", reason).putNull("stop_sequence"));
    return event.set("usage", usage(counts));
  }

  /** Ends a stream. */
  public static ObjectNode end() {
    return typed("message_stop");
  }

  /** Means nothing. */
  public static ObjectNode ping() {
    return typed("ping");
  }

  /** An error: a body, or the last event of a stream. */
  public static ObjectNode error(String type, String message) {
    return typed("error").set("error", typed(type).put("message", message));
  }

  /** Anthropic's word for OpenAI's reason. */
  public static String reason(String finish) {
    return switch (finish) {
      case "length" -> "max_tokens";
      case "tool_calls" -> "tool_use";
      case "content_filter" -> "refusal";
      default -> "end_turn";
    };
  }

  private ObjectNode frame() {
    return typed("message").put("id", id).put("role", "assistant").put("model", model);
  }

  private static ObjectNode blockStart(int index, ObjectNode block) {
    return typed("content_block_start").put("index", index).set("content_block", block);
  }

  private static ObjectNode delta(int index, ObjectNode delta) {
    return typed("content_block_delta").put("index", index).set("delta", delta);
  }

  private static ObjectNode text(String text) {
    return typed("text").put("text", text);
  }

  private static ObjectNode thinking(String text) {
    return typed("thinking").put("thinking", text);
  }

  private static ObjectNode use(Call call) {
    return typed("tool_use").put("id", call.id()).put("name", call.name());
  }

  private static ObjectNode usage(Counts counts) {
    return Json.object()
        .put("input_tokens", counts.prompt())
        .put("cache_creation_input_tokens", 0)
        .put("cache_read_input_tokens", 0)
        .put("output_tokens", counts.completion());
  }

  private static ObjectNode typed(String type) {
    return Json.object().put("type", type);
  }
}
