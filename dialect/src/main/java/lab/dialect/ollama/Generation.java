package lab.dialect.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import lab.dialect.json.Json;
import lab.dialect.openai.Fitting;
import org.jspecify.annotations.Nullable;

/** The fields that a chat and a completion have in common, most of them Ollama's options. */
final class Generation {
  private final Fitting fitting;
  private final ObjectNode out;
  private final ObjectNode options = Json.object();
  private final Thinking thinking;
  private final AnswerFormat format;
  private @Nullable JsonNode ownOptions;
  private @Nullable Long maxTokens;
  private @Nullable Long maxCompletionTokens;

  Generation(Fitting fitting, ObjectNode out) {
    this.fitting = fitting;
    this.out = out;
    this.thinking = new Thinking(fitting);
    this.format = new AnswerFormat(fitting);
  }

  /** Takes one field of the client's request; its value is not null. */
  void take(String name, JsonNode value) {
    switch (name) {
      case "temperature",
          "top_p",
          "min_p",
          "typical_p",
          "presence_penalty",
          "frequency_penalty",
          "repeat_penalty" ->
          takeNumber(name, value);
      case "repetition_penalty" -> {
        if (!options.has("repeat_penalty") && fitting.isNumber(name, value)) {
          options.set("repeat_penalty", value);
        }
      }
      case "top_k", "seed", "num_ctx", "repeat_last_n", "num_keep" -> takeInteger(name, value);
      case "max_tokens" -> maxTokens = fitting.integer(name, value);
      case "max_completion_tokens" -> maxCompletionTokens = fitting.integer(name, value);
      case "stop" -> takeStop(value);
      case "options" -> takeOwnOptions(value);
      case "keep_alive" -> takeKeepAlive(value);
      case "think" -> thinking.takeThink(value);
      case "reasoning_effort" -> thinking.takeEffort(value);
      case "reasoning" -> thinking.takeReasoning(value);
      case "format" -> format.takeOwn(value);
      case "response_format" -> format.takeResponseFormat(value);
      case "truncate", "shift" -> takeFlag(name, value);
      case "n", "best_of" -> takeCount(name, value);
      case "logit_bias" -> {
        if (!value.isEmpty() || !value.isObject()) {
          fitting.lose(name);
        }
      }
      default -> fitting.unknown(name);
    }
  }

  /** Writes what several fields decide together. */
  void finish() {
    Long most = maxCompletionTokens != null ? maxCompletionTokens : maxTokens;
    if (most != null) {
      options.put("num_predict", most);
    }
    if (ownOptions instanceof ObjectNode own) {
      // Last: who names Ollama's own options means this server.
      options.setAll(own);
    }
    if (!options.isEmpty()) {
      out.set("options", options);
    }
    thinking.writeTo(out);
    format.writeTo(out);
  }

  private void takeNumber(String name, JsonNode value) {
    if (fitting.isNumber(name, value)) {
      options.set(name, value);
    }
  }

  private void takeInteger(String name, JsonNode value) {
    Long integer = fitting.integer(name, value);
    if (integer != null) {
      options.put(name, integer);
    }
  }

  void takeFlag(String name, JsonNode value) {
    if (fitting.isBoolean(name, value)) {
      out.set(name, value);
    }
  }

  private void takeCount(String name, JsonNode value) {
    Long count = fitting.integer(name, value);
    if (count != null && count < 1) {
      fitting.reject(name, "must be 1 or more");
    } else if (count != null && count > 1) {
      fitting.lose(name);
    }
  }

  /** Ollama takes a list only. */
  private void takeStop(JsonNode value) {
    if (value.isTextual()) {
      options.putArray("stop").add(value);
    } else if (fitting.isTexts("stop", value)) {
      options.set("stop", value);
    }
  }

  private void takeOwnOptions(JsonNode value) {
    if (value.isObject()) {
      ownOptions = value;
    } else {
      fitting.wrongType("options", value, "an object");
    }
  }

  /** Also of embeddings. */
  void takeKeepAlive(JsonNode value) {
    if (value.isTextual() || value.isNumber()) {
      out.set("keep_alive", value);
    } else {
      fitting.wrongType("keep_alive", value, "a duration such as \"5m\" or a number of seconds");
    }
  }

  /** How many alternatives of a token are wanted, with the probabilities themselves. */
  void takeTopLogprobs(String name, JsonNode value) {
    Long count = fitting.integer(name, value);
    if (count != null && (count < 0 || count > 20)) {
      fitting.reject(name, "is " + count + "; it must be 0..20");
    } else if (count != null) {
      out.put("top_logprobs", count);
    }
  }

  /** The images that come in Ollama's own form. */
  void takeImages(JsonNode value) {
    if (fitting.isTexts("images", value)) {
      ArrayNode images = out.putArray("images");
      value.forEach(images::add);
    }
  }
}
