package lab.dialect.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import lab.dialect.json.JsonBytes;
import lab.dialect.json.Texts;
import lab.dialect.openai.Fitting;
import org.jspecify.annotations.Nullable;

/** A request of {@code /api/chat} or {@code /api/generate} in OpenAI's form. */
final class NativeRequest {
  private final Fitting fitting;
  private final ObjectNode out;

  private NativeRequest(Fitting fitting, ObjectNode out) {
    this.fitting = fitting;
    this.out = out;
  }

  /** The answer where a model is only to be loaded, else null. */
  static byte @Nullable [] chat(ObjectNode said, Fitting fitting, ObjectNode out) {
    if (said.path("messages").isEmpty() && !said.path("messages").isValueNode()) {
      return loaded(said, "\"message\":{\"role\":\"assistant\",\"content\":\"\"}");
    }
    var request = new NativeRequest(fitting, out);
    NativeMessages.read(said.path("messages"), fitting, out.putArray("messages"));
    for (Map.Entry<String, JsonNode> field : said.properties()) {
      switch (field.getKey()) {
        case "messages" -> {}
        case "tools" -> {
          if (!field.getValue().isEmpty()) {
            out.set("tools", field.getValue());
          }
        }
        default -> request.take(field.getKey(), field.getValue());
      }
    }
    request.takeStream(said.path("stream"));
    return null;
  }

  /** The answer where a model is only to be loaded, else null. */
  static byte @Nullable [] generate(ObjectNode said, Fitting fitting, ObjectNode out) {
    JsonNode prompt = Texts.of(said.path("prompt"));
    if (Texts.isEmpty(prompt) && said.path("images").isEmpty()) {
      return loaded(said, "\"response\":\"\"");
    }
    var request = new NativeRequest(fitting, out);
    var messages = out.putArray("messages");
    JsonNode system = Texts.of(said.path("system"));
    if (!Texts.isEmpty(system)) {
      messages.addObject().put("role", "system").set("content", system);
    }
    ObjectNode user = messages.addObject().put("role", "user");
    NativeMessages.writeContent("prompt", prompt, said.path("images"), fitting, user);
    for (Map.Entry<String, JsonNode> field : said.properties()) {
      request.takeGenerated(field.getKey(), field.getValue());
    }
    request.takeStream(said.path("stream"));
    return null;
  }

  private void takeGenerated(String name, JsonNode value) {
    switch (name) {
      case "prompt", "system", "images" -> {}
      case "raw", "suffix", "template" -> {
        if (value.isTextual() ? !value.asText().isEmpty() : value.asBoolean()) {
          fitting.keepToOwn(name, "is for providers that are Ollama; others have no such field");
        }
      }
      case "context" -> {
        if (!value.isEmpty()) {
          fitting.lose(name);
        }
      }
      default -> take(name, value);
    }
  }

  private void take(String name, JsonNode value) {
    if (value.isNull()) {
      return;
    }
    switch (name) {
      // Read by the gateway, wherever a request comes from.
      case "model", "fallbacks", "disable_fallbacks", "capability", "cache" -> out.set(name, value);
      case "logprobs", "top_logprobs" -> out.set(name, value);
      case "options" -> NativeOptions.read(value, fitting, out);
      case "think" -> takeThink(value);
      case "format" -> takeFormat(value);
      // Of the server, not of the answer; or what is so everywhere else.
      case "stream", "keep_alive", "truncate", "shift" -> {}
      default -> fitting.lose(name);
    }
  }

  /** Absent means true. */
  private void takeStream(JsonNode value) {
    if (value.isMissingNode() || value.isNull() || fitting.isBoolean("stream", value)) {
      if (value.asBoolean(true)) {
        out.put("stream", true).putObject("stream_options").put("include_usage", true);
      }
    }
  }

  private void takeThink(JsonNode value) {
    switch (value.asText()) {
      case "false" -> out.put("reasoning_effort", "none");
      case "true" -> out.put("reasoning_effort", "medium");
      case "low", "medium", "high", "max" -> out.set("reasoning_effort", value);
      default -> fitting.reject("think", "must be true, false, low, medium, high or max");
    }
  }

  private void takeFormat(JsonNode value) {
    if (value.isObject()) {
      ObjectNode format = out.putObject("response_format").put("type", "json_schema");
      format.putObject("json_schema").put("name", "answer").set("schema", value);
    } else if (value.asText().equals("json")) {
      var unused = out.putObject("response_format").put("type", "json_object");
    } else if (!value.asText("x").isEmpty()) {
      fitting.reject("format", "must be \"json\" or a JSON schema");
    }
  }

  /** Where models are the gateway's matter, each is loaded: clients ask before they begin. */
  private static byte[] loaded(ObjectNode said, String answer) {
    JsonNode keep = said.path("keep_alive");
    boolean unload = keep.isNumber() ? keep.asInt() == 0 : keep.asText("").matches("0[a-z]*");
    return new JsonBytes()
        .raw("{\"model\":")
        .string(said.path("model").asText(""))
        .raw("," + answer)
        .raw(",\"done\":true,\"done_reason\":\"" + (unload ? "unload" : "load") + "\"}")
        .taken();
  }
}
