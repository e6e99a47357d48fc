package lab.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import lab.dialect.json.Json;
import lab.dialect.openai.Fitting;
import org.jspecify.annotations.Nullable;

/** The tools that a model may or must call. */
final class ToolsWriter {
  private final Fitting fitting;
  private final ArrayNode offered = Json.array();
  private @Nullable ObjectNode choice;
  private boolean oneAtATime;

  ToolsWriter(Fitting fitting) {
    this.fitting = fitting;
  }

  void take(JsonNode tools) {
    fitting.each("tools", tools, this::add);
  }

  private void add(String at, JsonNode tool) {
    String type = tool.path("type").asText("function");
    if (!tool.isObject()) {
      fitting.wrongType(at, tool, "an object");
      return;
    }
    if (!type.equals("function")) {
      fitting.lose("tools." + type);
      return;
    }
    JsonNode function = tool.path("function");
    String name = fitting.text(at + ".function.name", function.path("name"));
    ObjectNode written = offered.addObject().put("name", name);
    if (function.path("description").isTextual()) {
      written.set("description", function.get("description"));
    }
    if (function.path("strict").asBoolean()) {
      fitting.lose("tools.strict");
    }
    JsonNode parameters = function.path("parameters");
    if (parameters.isObject() && parameters.has("type")) {
      written.set("input_schema", parameters);
    } else {
      written.putObject("input_schema").put("type", "object");
    }
    if (tool.path("cache_control").isObject()) {
      written.set("cache_control", tool.get("cache_control"));
    }
  }

  void takeChoice(JsonNode value) {
    switch (value.asText()) {
      case "auto", "none" -> choice = Json.object().put("type", value.asText());
      case "required" -> choice = Json.object().put("type", "any");
      default -> {
        if (value.path("type").asText().equals("function")) {
          String name = fitting.text("tool_choice.function.name", value.at("/function/name"));
          choice = Json.object().put("type", "tool").put("name", name);
        } else if (value.isObject()) {
          fitting.lose("tool_choice");
        } else {
          fitting.reject("tool_choice", "must be none, auto, required or an object");
        }
      }
    }
  }

  void takeParallel(boolean parallel) {
    oneAtATime = !parallel;
  }

  /** Whether the model has no choice but to call a tool. */
  boolean isForced() {
    return choice != null
        && (choice.path("type").asText().equals("any")
            || choice.path("type").asText().equals("tool"));
  }

  void writeTo(ObjectNode out) {
    if (offered.isEmpty()) {
      return;
    }
    out.set("tools", offered);
    ObjectNode chosen = choice;
    if (oneAtATime && (chosen == null || !chosen.path("type").asText().equals("none"))) {
      chosen = chosen == null ? Json.object().put("type", "auto") : chosen;
      chosen.put("disable_parallel_tool_use", true);
    }
    if (chosen != null) {
      out.set("tool_choice", chosen);
    }
  }
}
