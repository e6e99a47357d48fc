package lab.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import lab.dialect.json.Json;
import lab.dialect.json.Texts;
import lab.dialect.openai.Draft;
import lab.dialect.openai.Fitting;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a chat as Anthropic has them: system texts apart, then turns of user and
 * assistant that alternate. Results of tools are part of the user's turn, and come first in it.
 */
final class TurnsWriter {
  private final Fitting fitting;
  private final ArrayNode system = Json.array();
  private final Draft out;
  private final BlocksWriter blocks;
  private String role = "";

  /** What the turn that is open has so far. */
  private ArrayNode turn = Json.array();

  private int messages;

  /** Where the next result of a tool goes in the turn that is open. */
  private int results;

  TurnsWriter(Fitting fitting, Draft out) {
    this.fitting = fitting;
    this.out = out;
    this.blocks = new BlocksWriter(fitting);
  }

  void write(int index, JsonNode message) {
    String at = "messages[" + index + "]";
    messages++;
    if (!message.isObject()) {
      fitting.wrongType(at, message, "an object");
      return;
    }
    JsonNode content = message.path("content");
    switch (message.path("role").asText()) {
      case "system", "developer" -> blocks.write(at + ".content", content, system);
      case "user" -> add("user", blocks.of(at + ".content", content));
      case "assistant" -> add("assistant", answer(at, message));
      case "tool" ->
          addResult(blocks.result(at, Ids.ofCall(message.path("tool_call_id")), content));
      case "function" ->
          addResult(blocks.result(at, Ids.ofFunction(message.path("name")), content));
      default ->
          fitting.reject(
              at + ".role", "must be one of system, developer, user, assistant, tool, function");
    }
    loseRest(message);
  }

  private ArrayNode answer(String at, JsonNode message) {
    ArrayNode answer = blocks.of(at + ".content", message.path("content"));
    JsonNode refusal = message.path("refusal");
    if (answer.isEmpty() && refusal.isTextual()) {
      blocks.addText(refusal, answer);
    }
    JsonNode calls = message.path("tool_calls");
    for (int i = 0; i < calls.size(); i++) {
      blocks.addCall(at + ".tool_calls[" + i + "]", calls.get(i), answer);
    }
    if (message.path("function_call").isObject()) {
      JsonNode called = message.path("function_call");
      blocks.addUse(at + ".function_call", Ids.ofFunction(called.path("name")), called, answer);
    }
    return answer;
  }

  private void loseRest(JsonNode message) {
    for (Map.Entry<String, JsonNode> field : message.properties()) {
      if (field.getValue().isNull() || Texts.isEmpty(field.getValue())) {
        continue;
      }
      switch (field.getKey()) {
        case "role", "content", "refusal", "tool_calls", "function_call", "tool_call_id" -> {}
        case "id", "type", "annotations", "cache_control", "prompt_cache_breakpoint" -> {}
        // Unsigned thoughts are refused; the same text under its other name is named once.
        case "reasoning_content", "reasoning", "thinking" ->
            fitting.lose("messages.reasoning_content");
        case "name" -> {
          if (!message.path("role").asText().equals("function")) {
            fitting.lose("messages.name");
          }
        }
        default -> fitting.lose("messages." + field.getKey());
      }
    }
  }

  private void add(String by, ArrayNode more) {
    if (!more.isEmpty()) {
      turn(by).addAll(more);
    }
  }

  private void addResult(@Nullable ObjectNode result) {
    if (result != null) {
      ArrayNode open = turn("user");
      open.insert(results++, result);
    }
  }

  /** The open turn of this role, or a new one. */
  private ArrayNode turn(String by) {
    if (!by.equals(role)) {
      close();
      role = by;
      results = 0;
    }
    return turn;
  }

  private void close() {
    if (!turn.isEmpty()) {
      out.add(Json.object().put("role", role).set("content", turn));
      turn = Json.array();
    }
  }

  /** Adds a text of the gateway's own to those of the system. */
  void addSystem(String text) {
    blocks.addText(TextNode.valueOf(text), system);
  }

  /** Whether the model is to go on after results of tools. */
  boolean endWithTools() {
    return role.equals("user") && results > 0;
  }

  void finish() {
    close();
    if (messages == 0) {
      fitting.reject("messages", "must be a list of at least one message");
    } else if (out.count() == 0) {
      fitting.reject("messages", "must have one that is not of the system and not empty");
    }
    if (!system.isEmpty()) {
      out.rest().set("system", system);
    }
  }
}
