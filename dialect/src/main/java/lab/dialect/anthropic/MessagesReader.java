package lab.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import lab.dialect.json.Json;
import lab.dialect.json.Texts;
import lab.dialect.openai.Draft;
import lab.dialect.openai.Fitting;
import org.jspecify.annotations.Nullable;

/** The turns of a client of Anthropic's as OpenAI's messages. */
final class MessagesReader {
  private static final JsonNode ERROR = TextNode.valueOf("Error: ");

  private final Fitting fitting;
  private final Draft out;
  private final PartsReader parts;
  private int turns;

  MessagesReader(Fitting fitting, Draft out) {
    this.fitting = fitting;
    this.out = out;
    this.parts = new PartsReader(fitting);
  }

  /** A text or blocks of text. One text goes out: templates of local models know no other. */
  private @Nullable ObjectNode system(JsonNode system) {
    if (system.isMissingNode() || system.isNull()) {
      return null;
    }
    JsonNode text = RequestReader.texts(parts.of("system", system), "\n\n");
    return Texts.isEmpty(text) ? null : Json.object().put("role", "system").set("content", text);
  }

  /** What stands before all turns, wherever the client has it. */
  void readFirst(JsonNode system) {
    ObjectNode message = system(system);
    if (message != null) {
      out.addFirst(message);
    }
  }

  /** Forgets all turns: another list of them comes. */
  void restart() {
    out.restart();
    turns = 0;
  }

  void read(int index, JsonNode message) {
    turns++;
    String at = "messages[" + index + "]";
    switch (message.path("role").asText()) {
      case "user" -> readUser(at + ".content", message.path("content"));
      case "assistant" -> readAnswer(at + ".content", message.path("content"));
      case "system" -> {
        ObjectNode system = system(message.path("content"));
        if (system != null) {
          out.add(system);
        }
      }
      default -> fitting.reject(at + ".role", "must be one of user, assistant, system");
    }
  }

  void finish() {
    if (turns == 0) {
      fitting.reject("messages", "must be a list of at least one message");
    }
  }

  /** Results of tools are messages of their own, before what else the user says. */
  private void readUser(String at, JsonNode content) {
    ArrayNode said = Json.array();
    if (content.isArray()) {
      for (int i = 0; i < content.size(); i++) {
        JsonNode block = content.get(i);
        if (block.path("type").asText().equals("tool_result")) {
          readResult(at + "[" + i + "]", block, said);
        } else {
          parts.read(at + "[" + i + "]", block, said);
        }
      }
    } else {
      said.addAll(parts.of(at, content));
    }
    if (!said.isEmpty()) {
      ObjectNode message = Json.object().put("role", "user");
      boolean plain = said.size() == 1 && said.get(0).path("type").asText().equals("text");
      message.set("content", plain ? said.get(0).get("text") : said);
      out.add(message);
    }
  }

  /** OpenAI's results are texts: images go along with what the user says. */
  private void readResult(String at, JsonNode block, ArrayNode said) {
    String id = fitting.text(at + ".tool_use_id", block.path("tool_use_id"));
    ArrayNode texts = Json.array();
    JsonNode content = block.path("content");
    if (!content.isMissingNode() && !content.isNull()) {
      for (JsonNode part : parts.of(at + ".content", content)) {
        (part.path("type").asText().equals("text") ? texts : said).add(part);
      }
    }
    JsonNode text = RequestReader.texts(texts, "\n");
    if (block.path("is_error").asBoolean()) {
      text = Texts.joined(List.of(ERROR, text), "");
    }
    out.add(Json.object().put("role", "tool").put("tool_call_id", id).set("content", text));
  }

  private void readAnswer(String at, JsonNode content) {
    ObjectNode message = Json.object().put("role", "assistant").putNull("content");
    if (content.isTextual()) {
      message.set("content", content);
    } else if (content.isArray()) {
      var texts = new ArrayList<JsonNode>();
      var thoughts = new ArrayList<JsonNode>();
      for (int i = 0; i < content.size(); i++) {
        readAnswered(at + "[" + i + "]", content.get(i), message, texts, thoughts);
      }
      put(texts, "content", message);
      put(thoughts, "reasoning_content", message);
    } else {
      fitting.wrongType(at, content, "a string or a list of blocks");
    }
    if (message.size() > 2 || !message.path("content").isNull()) {
      out.add(message);
    }
  }

  private void readAnswered(
      String at,
      JsonNode block,
      ObjectNode message,
      List<JsonNode> texts,
      List<JsonNode> thoughts) {
    String type = block.path("type").asText();
    switch (type) {
      case "text" -> add(at + ".text", block.path("text"), texts);
      case "thinking" -> add(at + ".thinking", block.path("thinking"), thoughts);
      case "redacted_thinking" -> {}
      case "tool_use" -> {
        ObjectNode call = message.withArray("tool_calls").addObject();
        call.put("id", fitting.text(at + ".id", block.path("id"))).put("type", "function");
        call.putObject("function")
            .put("name", fitting.text(at + ".name", block.path("name")))
            .set("arguments", argumentsOf(block.path("input")));
      }
      default -> fitting.lose("messages." + type);
    }
  }

  private void add(String at, JsonNode text, List<JsonNode> texts) {
    if (fitting.isText(at, text) && !Texts.isEmpty(text)) {
      texts.add(text);
    }
  }

  private static void put(List<JsonNode> texts, String field, ObjectNode message) {
    if (!texts.isEmpty()) {
      message.set(field, Texts.joined(texts, ""));
    }
  }

  private static JsonNode argumentsOf(JsonNode input) {
    return Texts.ofJson(input.isObject() ? input : Json.object());
  }
}
