package lab.dialect.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import lab.dialect.json.Json;
import lab.dialect.json.JsonBytes;
import lab.dialect.json.JsonMembers;
import lab.dialect.json.MalformedJson;
import lab.dialect.json.Texts;
import lab.dialect.openai.Draft;
import lab.dialect.openai.Fitting;
import org.jspecify.annotations.Nullable;

/** A request of {@code /api/chat} or {@code /api/generate} in OpenAI's form. */
final class NativeRequest {
  private final Fitting fitting;
  private final ObjectNode out;
  private JsonNode stream = MissingNode.getInstance();
  private JsonNode keepAlive = MissingNode.getInstance();

  private NativeRequest(Fitting fitting, ObjectNode out) {
    this.fitting = fitting;
    this.out = out;
  }

  /** The answer where a model is only to be loaded, else null. */
  static byte @Nullable [] chat(JsonMembers said, Fitting fitting, Draft out) throws MalformedJson {
    var request = new NativeRequest(fitting, out.rest());
    var messages = new NativeMessages(fitting, out);
    JsonNode noList = MissingNode.getInstance();
    for (String name = said.next(); name != null; name = said.next()) {
      if (!name.equals("messages")) {
        request.takeOfChat(name, said.value());
      } else if (said.isList()) {
        out.restart();
        said.each(messages::read);
      } else {
        noList = said.value();
      }
    }
    if (noList.isValueNode() || !noList.isEmpty()) {
      fitting.wrongType("messages", noList, "a list");
    } else if (out.count() == 0) {
      return request.loaded(out, "\"message\":{\"role\":\"assistant\",\"content\":\"\"}");
    }
    request.takeStream();
    return null;
  }

  private void takeOfChat(String name, JsonNode value) {
    if (!name.equals("tools")) {
      take(name, value);
    } else if (!value.isEmpty()) {
      out.set("tools", value);
    }
  }

  /** The answer where a model is only to be loaded, else null. */
  static byte @Nullable [] generate(JsonMembers members, Fitting fitting, Draft out)
      throws MalformedJson {
    ObjectNode said = members.rest();
    var request = new NativeRequest(fitting, out.rest());
    for (Map.Entry<String, JsonNode> field : said.properties()) {
      request.takeGenerated(field.getKey(), field.getValue());
    }
    JsonNode prompt = Texts.of(said.path("prompt"));
    if (Texts.isEmpty(prompt) && said.path("images").isEmpty()) {
      return request.loaded(out, "\"response\":\"\"");
    }
    JsonNode system = Texts.of(said.path("system"));
    if (!Texts.isEmpty(system)) {
      out.add(Json.object().put("role", "system").set("content", system));
    }
    ObjectNode user = Json.object().put("role", "user");
    NativeMessages.writeContent("prompt", prompt, said.path("images"), fitting, user);
    out.add(user);
    request.takeStream();
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
      case "stream" -> stream = value;
      case "keep_alive" -> keepAlive = value;
      // Of the server, not of the answer; or what is so everywhere else.
      case "truncate", "shift" -> {}
      default -> fitting.lose(name);
    }
  }

  /** Absent means true. */
  private void takeStream() {
    if (stream.isMissingNode() || fitting.isBoolean("stream", stream)) {
      if (stream.asBoolean(true)) {
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
  private byte[] loaded(Draft draft, String answer) {
    draft.add(Json.object().put("role", "user").put("content", ""));
    boolean unload =
        keepAlive.isNumber() ? keepAlive.asInt() == 0 : keepAlive.asText("").matches("0[a-z]*");
    return new JsonBytes()
        .raw("{\"model\":")
        .string(out.path("model").asText(""))
        .raw("," + answer)
        .raw(",\"done\":true,\"done_reason\":\"" + (unload ? "unload" : "load") + "\"}")
        .taken();
  }
}
