package lab.dialect.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import lab.dialect.openai.Fitting;
import org.jspecify.annotations.Nullable;

/**
 * The form an answer must have: OpenAI's {@code response_format}, or Ollama's own {@code format},
 * which wins.
 */
final class AnswerFormat {
  private static final JsonNode ANY_JSON = TextNode.valueOf("json");

  private final Fitting fitting;
  private @Nullable JsonNode own;
  private @Nullable JsonNode translated;

  AnswerFormat(Fitting fitting) {
    this.fitting = fitting;
  }

  void takeOwn(JsonNode value) {
    if (value.isObject() || value.asText().equals("json")) {
      own = value;
    } else {
      fitting.reject("format", "must be \"json\" or a JSON schema");
    }
  }

  void takeResponseFormat(JsonNode value) {
    switch (value.path("type").asText()) {
      case "text" -> translated = null;
      case "json_object", "json_schema" -> translated = schema(value);
      default ->
          fitting.reject(
              "response_format", "must be an object of type text, json_object or json_schema");
    }
  }

  /** Nested as OpenAI has it, or beside the type, as some local servers have it. */
  private static JsonNode schema(JsonNode format) {
    JsonNode nested = format.path("json_schema").path("schema");
    JsonNode schema = nested.isObject() ? nested : format.path("schema");
    return schema.isObject() ? schema : ANY_JSON;
  }

  void writeTo(ObjectNode out) {
    JsonNode format = own != null ? own : translated;
    if (format != null) {
      out.set("format", format);
    }
  }
}
