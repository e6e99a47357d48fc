package lab.dialect.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import lab.dialect.json.Json;
import lab.dialect.openai.Draft;
import lab.dialect.openai.Fitting;

/** A request of {@code /v1/responses} in OpenAI's other form, that of chats. */
final class RequestReader {
  private final Fitting fitting;
  private final ObjectNode out;

  private RequestReader(Fitting fitting, ObjectNode out) {
    this.fitting = fitting;
    this.out = out;
  }

  /**
   * Puts it in the other form.
   *
   * @param before the messages that it goes on from
   * @return the conversation so far, without the instructions: they are of one request only
   */
  static ArrayNode read(ObjectNode said, JsonNode before, Fitting fitting, Draft draft) {
    ObjectNode out = draft.rest();
    var reader = new RequestReader(fitting, out);
    for (Map.Entry<String, JsonNode> field : said.properties()) {
      if (!field.getValue().isNull()) {
        reader.take(field.getKey(), field.getValue());
      }
    }
    // A response has an id of its own and repeats its request: it is nobody else's.
    out.putObject("cache").put("no-cache", true).put("no-store", true);
    JsonNode instructions = said.path("instructions");
    if (instructions.isTextual()) {
      draft.addFirst(Json.object().put("role", "system").set("content", instructions));
    }
    ArrayNode messages = Json.array();
    before.forEach(messages::add);
    new ItemsReader(fitting, messages).read(said.path("input"));
    messages.forEach(draft::add);
    return messages;
  }

  private void take(String name, JsonNode value) {
    switch (name) {
      case "input", "instructions" -> {}
      case "previous_response_id" -> {
        var unused = fitting.text(name, value);
      }
      // The same in both forms, or read by the gateway wherever a request comes from.
      case "model",
          "temperature",
          "top_p",
          "parallel_tool_calls",
          "user",
          "metadata",
          "safety_identifier",
          "fallbacks",
          "disable_fallbacks",
          "capability" ->
          out.set(name, value);
      case "max_output_tokens" -> out.set("max_tokens", value);
      case "stream" -> {
        if (fitting.isBoolean(name, value) && value.booleanValue()) {
          out.put("stream", true).putObject("stream_options").put("include_usage", true);
        }
      }
      case "tools" -> takeTools(value);
      case "tool_choice" -> takeChoice(value);
      case "text" -> takeText(value);
      case "reasoning" -> takeReasoning(value);
      case "background" -> {
        if (value.asBoolean()) {
          fitting.reject(name, "is true; responses are made while their client waits");
        }
      }
      case "conversation", "prompt" ->
          fitting.reject(name, "names something that only OpenAI's own servers keep");
      // Without effect on what a model answers.
      case "store", "truncation", "include", "service_tier", "stream_options", "cache" -> {}
      case "prompt_cache_key", "prompt_cache_retention", "prompt_cache_options" -> {}
      default -> fitting.lose(name);
    }
  }

  private void takeTools(JsonNode tools) {
    if (!tools.isArray()) {
      fitting.wrongType("tools", tools, "a list");
      return;
    }
    for (JsonNode tool : tools) {
      String type = tool.path("type").asText();
      if (type.equals("function")) {
        ObjectNode function = out.withArray("tools").addObject().put("type", type).putObject(type);
        for (String field : new String[] {"name", "description", "parameters", "strict"}) {
          if (tool.hasNonNull(field)) {
            function.set(field, tool.get(field));
          }
        }
      } else {
        fitting.reject(
            "tools", "has one that OpenAI's own servers run; only functions can be called");
      }
    }
  }

  /** Named tools are flat here. */
  private void takeChoice(JsonNode choice) {
    if (choice.isTextual()) {
      out.set("tool_choice", choice);
    } else if (choice.path("type").asText().equals("function")) {
      ObjectNode named = out.putObject("tool_choice").put("type", "function");
      named.putObject("function").set("name", choice.path("name"));
    } else {
      fitting.lose("tool_choice");
    }
  }

  private void takeText(JsonNode text) {
    JsonNode format = text.path("format");
    switch (format.path("type").asText("text")) {
      case "text" -> {}
      case "json_object" -> out.set("response_format", format);
      case "json_schema" -> {
        ObjectNode schema = ((ObjectNode) format).deepCopy();
        schema.remove("type");
        out.putObject("response_format").put("type", "json_schema").set("json_schema", schema);
      }
      default -> fitting.reject("text.format.type", "must be text, json_object or json_schema");
    }
    if (text.hasNonNull("verbosity")) {
      fitting.lose("text.verbosity");
    }
  }

  private void takeReasoning(JsonNode reasoning) {
    if (reasoning.hasNonNull("effort")) {
      out.set("reasoning_effort", reasoning.get("effort"));
    }
  }
}
