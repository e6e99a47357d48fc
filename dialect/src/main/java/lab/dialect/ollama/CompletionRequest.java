package lab.dialect.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import lab.dialect.openai.Fitting;

/** A completion as {@code /api/generate} takes it. */
final class CompletionRequest {
  private CompletionRequest() {}

  static void write(ObjectNode asked, Fitting fitting, ObjectNode out) {
    var generation = new Generation(fitting, out);
    JsonNode prompt = MissingNode.getInstance();
    for (Map.Entry<String, JsonNode> field : asked.properties()) {
      String name = field.getKey();
      JsonNode value = field.getValue();
      if (value.isNull()) {
        continue;
      }
      switch (name) {
        case "prompt" -> prompt = value;
        case "suffix", "system", "template" -> {
          if (fitting.text(name, value) != null) {
            out.set(name, value);
          }
        }
        case "raw" -> generation.takeFlag(name, value);
        case "images" -> generation.takeImages(value);
        // Written before the answer when it comes; only its type matters here.
        case "echo" -> fitting.requireBoolean(name, value);
        case "logprobs" -> takeLogprobs(value, generation, out);
        default -> generation.take(name, value);
      }
    }
    JsonNode text = textOf(prompt);
    if (text.asText().isEmpty()) {
      // Also the empty string: for this provider it means to load the model and answer nothing.
      fitting.reject(
          "prompt", "must be one string that is not empty; lists and tokens are not taken here");
    }
    out.set("prompt", text);
    generation.finish();
  }

  /** How many alternatives, as OpenAI had it here, or just whether. */
  private static void takeLogprobs(JsonNode value, Generation generation, ObjectNode out) {
    if (value.isBoolean()) {
      out.set("logprobs", value);
    } else {
      out.put("logprobs", true);
      generation.takeTopLogprobs("logprobs", value);
    }
  }

  /** The only text of a prompt, or the missing node. */
  static JsonNode textOf(JsonNode prompt) {
    JsonNode only = prompt.isArray() && prompt.size() == 1 ? prompt.path(0) : prompt;
    return only.isTextual() ? only : MissingNode.getInstance();
  }

  /** What is to stand before the answer because the client asked for it; mostly empty. */
  static String echoOf(ObjectNode asked) {
    return asked.path("echo").asBoolean() ? textOf(asked.path("prompt")).asText() : "";
  }
}
