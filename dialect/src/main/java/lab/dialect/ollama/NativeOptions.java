package lab.dialect.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import lab.dialect.openai.Fitting;

/** Ollama's options in OpenAI's form. */
final class NativeOptions {
  private NativeOptions() {}

  static void read(JsonNode options, Fitting fitting, ObjectNode out) {
    if (!options.isObject()) {
      fitting.wrongType("options", options, "an object");
      return;
    }
    for (Map.Entry<String, JsonNode> option : options.properties()) {
      if (!option.getValue().isNull()) {
        read(option.getKey(), option.getValue(), fitting, out);
      }
    }
  }

  private static void read(String name, JsonNode value, Fitting fitting, ObjectNode out) {
    String field = "options." + name;
    switch (name) {
      case "temperature",
          "top_p",
          "min_p",
          "presence_penalty",
          "frequency_penalty",
          "repeat_penalty" -> {
        if (fitting.isNumber(field, value)) {
          out.set(name, value);
        }
      }
      case "top_k", "seed" -> {
        if (fitting.integer(field, value) != null) {
          out.set(name, value);
        }
      }
      case "num_predict" -> {
        Long most = fitting.integer(field, value);
        // Less than one is no limit.
        if (most != null && most > 0) {
          out.put("max_tokens", most);
        }
      }
      case "stop" -> {
        if (value.isTextual() || fitting.isTexts(field, value)) {
          out.set("stop", value);
        }
      }
      default -> fitting.lose(field);
    }
  }
}
