package lab.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import lab.dialect.json.JsonMembers;
import lab.dialect.json.MalformedJson;
import lab.dialect.json.Texts;
import lab.dialect.openai.Draft;
import lab.dialect.openai.Fitting;
import org.jspecify.annotations.Nullable;

/** A request of {@code /v1/messages} in OpenAI's form. */
final class RequestReader {
  /** Longer ones OpenAI refuses. */
  private static final int LONGEST_USER = 64;

  // More thinking than the first is medium, more than the second high.
  private static final int LOW_BUDGET = 2_048;
  private static final int MEDIUM_BUDGET = 8_192;

  private final Fitting fitting;
  private final ObjectNode out;
  private final ToolsReader tools;

  private RequestReader(Fitting fitting, ObjectNode out) {
    this.fitting = fitting;
    this.out = out;
    this.tools = new ToolsReader(fitting);
  }

  /** Null: a message always needs a model. */
  static byte @Nullable [] read(JsonMembers said, Fitting fitting, Draft out) throws MalformedJson {
    var reader = new RequestReader(fitting, out.rest());
    var messages = new MessagesReader(fitting, out);
    for (String name = said.next(); name != null; name = said.next()) {
      if (name.equals("messages") && said.isList()) {
        messages.restart();
        said.each(messages::read);
      } else {
        JsonNode value = said.value();
        if (name.equals("system")) {
          messages.readFirst(value);
        } else if (!value.isNull()) {
          reader.take(name, value);
        }
      }
    }
    messages.finish();
    reader.tools.writeTo(out.rest());
    return null;
  }

  private void take(String name, JsonNode value) {
    switch (name) {
      // No list, or it would have been read.
      case "messages" -> {}
      case "tools" -> tools.take(value);
      case "tool_choice" -> tools.takeChoice(value);
      // Read by the gateway, wherever a request comes from.
      case "model", "fallbacks", "disable_fallbacks", "capability", "cache" -> out.set(name, value);
      case "max_tokens" -> {
        if (fitting.integer(name, value) != null) {
          out.set(name, value);
        }
      }
      case "temperature", "top_p", "top_k" -> {
        if (fitting.isNumber(name, value)) {
          out.set(name, value);
        }
      }
      case "stop_sequences" -> {
        if (fitting.isTexts(name, value) && !value.isEmpty()) {
          out.set("stop", value);
        }
      }
      case "stream" -> {
        if (fitting.isBoolean(name, value) && value.booleanValue()) {
          out.put("stream", true).putObject("stream_options").put("include_usage", true);
        }
      }
      case "thinking" -> takeThinking(value);
      case "output_config" -> takeConfig(value);
      case "metadata" -> takeUser(value.path("user_id").asText(""));
      // Without effect on what a model answers.
      case "service_tier", "cache_control", "inference_geo" -> {}
      default -> fitting.lose(name);
    }
  }

  private void takeUser(String user) {
    if (user.length() > LONGEST_USER) {
      fitting.lose("metadata.user_id");
    } else if (!user.isEmpty()) {
      out.put("user", user);
    }
  }

  private void takeThinking(JsonNode value) {
    switch (value.path("type").asText()) {
      case "enabled" -> {
        int budget = value.path("budget_tokens").asInt(LOW_BUDGET);
        if (!out.has("reasoning_effort")) {
          out.put(
              "reasoning_effort",
              budget <= LOW_BUDGET ? "low" : budget <= MEDIUM_BUDGET ? "medium" : "high");
        }
      }
      // How much is the model's matter, unless the effort says it.
      case "adaptive" -> {}
      case "disabled" -> out.put("reasoning_effort", "none");
      default -> fitting.reject("thinking.type", "must be one of enabled, adaptive, disabled");
    }
  }

  private void takeConfig(JsonNode value) {
    JsonNode effort = value.path("effort");
    if (effort.isTextual() && !out.path("reasoning_effort").asText().equals("none")) {
      out.set("reasoning_effort", effort);
    }
    JsonNode format = value.path("format");
    if (format.path("type").asText().equals("json_schema")) {
      ObjectNode schema = out.putObject("response_format").put("type", "json_schema");
      schema
          .putObject("json_schema")
          .put("name", "answer")
          .put("strict", true)
          .set("schema", format.path("schema"));
    } else if (format.isObject()) {
      fitting.reject("output_config.format.type", "must be json_schema");
    }
  }

  /** Texts of blocks joined, for places that take one text only. */
  static JsonNode texts(ArrayNode parts, String between) {
    var texts = new ArrayList<JsonNode>();
    for (JsonNode part : parts) {
      if (part.path("text").isTextual() && !(texts.isEmpty() && Texts.isEmpty(part.get("text")))) {
        texts.add(part.get("text"));
      }
    }
    return Texts.joined(texts, between);
  }
}
