package lab.dialect.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import lab.dialect.json.Json;
import lab.dialect.json.Texts;
import lab.dialect.openai.Draft;
import lab.dialect.openai.Fitting;
import org.jspecify.annotations.Nullable;

/** The messages of a chat: one of OpenAI's becomes one of Ollama's. */
final class Messages {
  private final Fitting fitting;
  private final Draft out;

  /** Names of the tools called so far by the ids of the calls: their results need them. */
  private final Map<String, String> toolNames = new HashMap<>();

  Messages(Fitting fitting, Draft out) {
    this.fitting = fitting;
    this.out = out;
  }

  void write(int index, JsonNode message) {
    String at = "messages[" + index + "]";
    if (!message.isObject()) {
      fitting.wrongType(at, message, "an object");
      return;
    }
    String role = role(at, message.path("role"));
    if (role == null) {
      return;
    }
    ObjectNode written = Json.object().put("role", role).put("content", "");
    for (Map.Entry<String, JsonNode> field : message.properties()) {
      if (!field.getValue().isNull()) {
        take(at, role, field.getKey(), field.getValue(), written);
      }
    }
    out.add(written);
  }

  private @Nullable String role(String at, JsonNode role) {
    return switch (role.asText()) {
      case "system", "developer" -> "system";
      case "user" -> "user";
      case "assistant" -> "assistant";
      case "tool", "function" -> "tool";
      default -> {
        fitting.reject(
            at + ".role", "must be one of system, developer, user, assistant, tool, function");
        yield null;
      }
    };
  }

  private void take(String at, String role, String name, JsonNode value, ObjectNode written) {
    String field = at + "." + name;
    switch (name) {
      case "role", "id", "type", "annotations", "cache_control", "prompt_cache_breakpoint" -> {}
      case "content" -> MessageContent.write(field, value, fitting, written);
      case "reasoning_content", "reasoning", "thinking" -> takeThinking(field, value, written);
      case "refusal" -> takeRefusal(field, value, written);
      case "images" -> {
        if (fitting.isTexts(field, value)) {
          written.set("images", value);
        }
      }
      case "tool_calls" -> takeToolCalls(field, value, written);
      case "function_call" -> addToolCall(field, value, written.withArray("tool_calls"), null);
      case "tool_call_id" -> takeToolCallId(field, value, written);
      case "name" -> {
        if (role.equals("tool")) {
          takeToolName(field, value, written);
        } else {
          fitting.lose("messages.name");
        }
      }
      default -> fitting.lose("messages." + name);
    }
  }

  /** Under three names, of which clients that play safe send two. */
  private void takeThinking(String field, JsonNode value, ObjectNode written) {
    if (fitting.isText(field, value) && !Texts.isEmpty(value)) {
      written.set("thinking", value);
    }
  }

  private void takeRefusal(String field, JsonNode value, ObjectNode written) {
    if (fitting.isText(field, value) && Texts.isEmpty(written.path("content"))) {
      written.set("content", value);
    }
  }

  private void takeToolCallId(String field, JsonNode value, ObjectNode written) {
    String id = fitting.text(field, value);
    if (id != null) {
      written.put("tool_call_id", id);
      String name = toolNames.get(id);
      if (name != null && !written.has("tool_name")) {
        written.put("tool_name", name);
      }
    }
  }

  private void takeToolName(String field, JsonNode value, ObjectNode written) {
    String name = fitting.text(field, value);
    if (name != null) {
      written.put("tool_name", name);
    }
  }

  private void takeToolCalls(String field, JsonNode calls, ObjectNode written) {
    fitting.each(
        field,
        calls,
        (at, call) -> {
          if (call.path("type").asText("function").equals("function")) {
            ArrayNode all = written.withArray("tool_calls");
            addToolCall(at + ".function", call.path("function"), all, call.path("id").asText(""));
          } else {
            fitting.lose("messages.tool_calls." + call.path("type").asText());
          }
        });
  }

  private void addToolCall(String at, JsonNode function, ArrayNode calls, @Nullable String id) {
    String name = fitting.text(at + ".name", function.path("name"));
    ObjectNode arguments = arguments(at + ".arguments", function.path("arguments"));
    if (name == null || arguments == null) {
      return;
    }
    ObjectNode call = calls.addObject();
    if (id != null && !id.isEmpty()) {
      toolNames.put(id, name);
      call.put("id", id);
    }
    call.putObject("function").put("name", name).set("arguments", arguments);
  }

  /** OpenAI has them as text, Ollama as an object. */
  private @Nullable ObjectNode arguments(String field, JsonNode value) {
    if (value instanceof ObjectNode object) {
      return object;
    }
    if (value.isMissingNode() || value.isNull() || Texts.isBlank(value)) {
      return Json.object();
    }
    ObjectNode parsed = value.isTextual() ? Texts.objectIn(value) : null;
    if (parsed == null) {
      fitting.reject(field, "must be a JSON object as a string");
    }
    return parsed;
  }
}
