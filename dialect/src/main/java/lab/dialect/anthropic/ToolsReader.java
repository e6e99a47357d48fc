package lab.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import lab.dialect.json.Json;
import lab.dialect.openai.Fitting;
import org.jspecify.annotations.Nullable;

/** The tools of a client of Anthropic's in OpenAI's form. */
final class ToolsReader {
  private final Fitting fitting;
  private final ArrayNode offered = Json.array();
  private @Nullable JsonNode choice;
  private boolean oneAtATime;

  ToolsReader(Fitting fitting) {
    this.fitting = fitting;
  }

  void take(JsonNode tools) {
    fitting.each("tools", tools, this::add);
  }

  private void add(String at, JsonNode tool) {
    String type = tool.path("type").asText("custom");
    if (!type.equals("custom")) {
      // It would never be called, and the client waits for its results.
      fitting.keepToOwn(at, "is run by Anthropic's own servers; other providers have no such tool");
      return;
    }
    String name = fitting.text(at + ".name", tool.path("name"));
    ObjectNode function =
        offered.addObject().put("type", "function").putObject("function").put("name", name);
    if (tool.path("description").isTextual()) {
      function.set("description", tool.get("description"));
    }
    if (tool.path("input_schema").isObject()) {
      function.set("parameters", tool.get("input_schema"));
    }
    if (tool.path("strict").asBoolean()) {
      function.put("strict", true);
    }
  }

  void takeChoice(JsonNode value) {
    oneAtATime = value.path("disable_parallel_tool_use").asBoolean();
    switch (value.path("type").asText()) {
      case "auto", "none" -> choice = value.get("type");
      case "any" -> choice = TextNode.valueOf("required");
      case "tool" -> {
        String name = fitting.text("tool_choice.name", value.path("name"));
        ObjectNode named = Json.object().put("type", "function");
        named.putObject("function").put("name", name);
        choice = named;
      }
      default -> fitting.reject("tool_choice.type", "must be one of auto, any, tool, none");
    }
  }

  void writeTo(ObjectNode out) {
    if (offered.isEmpty()) {
      return;
    }
    out.set("tools", offered);
    if (choice != null) {
      out.set("tool_choice", choice);
    }
    if (oneAtATime) {
      out.put("parallel_tool_calls", false);
    }
  }
}
