package lab.dialect.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import lab.dialect.json.Json;
import lab.dialect.openai.Fitting;
import org.jspecify.annotations.Nullable;

/** The tools that a model may call. Ollama leaves the choice to the model. */
final class Tools {
  private final Fitting fitting;
  private @Nullable ArrayNode offered;
  private boolean forbidden;

  Tools(Fitting fitting) {
    this.fitting = fitting;
  }

  void take(JsonNode tools) {
    ArrayNode list = Json.array();
    fitting.each("tools", tools, (at, tool) -> add(at, tool, list));
    offered = list;
  }

  private void add(String at, JsonNode tool, ArrayNode list) {
    String type = tool.path("type").asText("function");
    if (!tool.isObject()) {
      fitting.wrongType(at, tool, "an object");
    } else if (!type.equals("function")) {
      fitting.lose("tools." + type);
    } else if (fitting.text(at + ".function.name", tool.path("function").path("name")) != null
        && tool.path("function") instanceof ObjectNode given) {
      ObjectNode function = given.deepCopy();
      if (function.path("strict").asBoolean()) {
        fitting.lose("tools.strict");
      }
      function.remove("strict");
      if (!function.path("parameters").isObject()) {
        // Templates of models read the type without asking whether it is there.
        function.putObject("parameters").put("type", "object").putObject("properties");
      }
      list.addObject().put("type", "function").set("function", function);
    }
  }

  void takeChoice(JsonNode choice) {
    switch (choice.asText()) {
      case "auto" -> forbidden = false;
      case "none" -> forbidden = true;
      case "required" -> fitting.lose("tool_choice");
      default -> {
        if (choice.isObject()) {
          fitting.lose("tool_choice");
        } else {
          fitting.reject("tool_choice", "must be none, auto, required or an object");
        }
      }
    }
  }

  void writeTo(ObjectNode out) {
    if (offered != null && !offered.isEmpty() && !forbidden) {
      out.set("tools", offered);
    }
  }
}
