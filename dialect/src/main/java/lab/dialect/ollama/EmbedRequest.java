package lab.dialect.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import lab.dialect.openai.Fitting;

/** Texts to embed as {@code /api/embed} takes them. */
final class EmbedRequest {
  private EmbedRequest() {}

  static void write(ObjectNode asked, Fitting fitting, ObjectNode out) {
    var generation = new Generation(fitting, out);
    JsonNode input = MissingNode.getInstance();
    for (Map.Entry<String, JsonNode> field : asked.properties()) {
      String name = field.getKey();
      JsonNode value = field.getValue();
      if (value.isNull()) {
        continue;
      }
      switch (name) {
        case "input" -> input = value;
        case "dimensions" -> {
          Long dimensions = fitting.integer(name, value);
          if (dimensions != null) {
            out.put(name, dimensions);
          }
        }
        case "encoding_format" -> {
          if (!value.asText().equals("float") && !value.asText().equals("base64")) {
            fitting.reject(name, "must be float or base64");
          }
        }
        case "truncate", "keep_alive", "options" -> generation.take(name, value);
        default -> fitting.unknown(name);
      }
    }
    if (input.isTextual() || isTexts(input)) {
      out.set("input", input);
    } else {
      fitting.reject("input", "must be a string or a list of strings; tokens are not taken here");
    }
    generation.finish();
  }

  /** Whether the client wants its vectors as base64, which Ollama does not write. */
  static boolean isBase64(ObjectNode asked) {
    return asked.path("encoding_format").asText().equals("base64");
  }

  private static boolean isTexts(JsonNode input) {
    boolean texts = input.isArray();
    for (JsonNode text : input) {
      texts &= text.isTextual();
    }
    return texts;
  }
}
