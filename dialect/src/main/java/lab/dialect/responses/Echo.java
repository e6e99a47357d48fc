package lab.dialect.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import lab.dialect.json.Json;

/** What a response repeats of its request, and what has to be known of it when it ends. */
final class Echo {
  /** The conversation so far. */
  private static final String MESSAGES = "messages";

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private Echo() {}

  /**
   * Copies it.
   *
   * @param said the request
   * @param messages the conversation so far
   */
  static void copy(ObjectNode said, ArrayNode messages, ObjectNode asked) {
    or(said, "instructions", NODES.nullNode(), asked);
    or(said, "max_output_tokens", NODES.nullNode(), asked);
    or(said, "parallel_tool_calls", NODES.booleanNode(true), asked);
    or(said, "previous_response_id", NODES.nullNode(), asked);
    or(said, "reasoning", Json.object().putNull("effort").putNull("summary"), asked);
    or(said, "store", NODES.booleanNode(true), asked);
    or(said, "temperature", NODES.numberNode(1.0), asked);
    ObjectNode text = Json.object();
    text.putObject("format").put("type", "text");
    or(said, "text", text, asked);
    or(said, "tool_choice", NODES.textNode("auto"), asked);
    or(said, "tools", NODES.arrayNode(), asked);
    or(said, "top_p", NODES.numberNode(1.0), asked);
    or(said, "truncation", NODES.textNode("disabled"), asked);
    or(said, "user", NODES.nullNode(), asked);
    or(said, "metadata", Json.object(), asked);
    asked.set(MESSAGES, messages);
  }

  private static void or(ObjectNode said, String field, JsonNode otherwise, ObjectNode asked) {
    asked.set(field, said.hasNonNull(field) ? said.get(field) : otherwise);
  }

  /** Whether the response is to be kept. */
  static boolean isStored(ObjectNode asked) {
    return asked.path("store").asBoolean();
  }

  /** The conversation with its answer, for whoever goes on from it. */
  static ObjectNode conversation(ObjectNode asked, ObjectNode answer) {
    ObjectNode conversation = Json.object();
    conversation.putArray(MESSAGES).addAll((ArrayNode) asked.path(MESSAGES)).add(answer);
    return conversation;
  }

  /** The messages of such a conversation. */
  static JsonNode messages(ObjectNode conversation) {
    return conversation.path(MESSAGES);
  }

  /** Writes the fields that a response repeats. */
  static void writeTo(ObjectNode asked, ObjectNode response) {
    response.setAll(asked);
    response.remove(MESSAGES);
  }
}
