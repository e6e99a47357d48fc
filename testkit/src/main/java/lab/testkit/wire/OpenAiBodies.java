package lab.testkit.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Whole bodies of OpenAI's format as each kind of server writes them. */
public final class OpenAiBodies {
  private static final double MILLIS_PER_PROMPT_TOKEN = 0.5;
  private static final double MILLIS_PER_TOKEN = 12.5;

  private OpenAiBodies() {}

  /** A chat completion. */
  public static ObjectNode chat(
      Flavour flavour, String id, String model, long created, Said said, Counts counts) {
    ObjectNode choice = Json.object().put("index", 0);
    choice.set("message", message(flavour, said));
    if (flavour != Flavour.LLAMA_CPP) {
      choice.putNull("logprobs");
    }
    choice.put("finish_reason", said.finish());
    if (flavour == Flavour.VLLM) {
      choice.putNull("stop_reason");
    }
    ObjectNode body = frame(id, "chat.completion", model, created);
    body.set("choices", Json.array(choice));
    body.set("usage", usage(flavour, counts));
    return switch (flavour) {
      case OPENAI -> body.put("service_tier", "default").put("system_fingerprint", "fp_1a2b3c");
      case VLLM -> body.putNull("prompt_logprobs").putNull("kv_transfer_params");
      case LLAMA_CPP -> body.set("timings", timings(counts));
      case LLAMA_CPP_PYTHON, OPENROUTER -> body;
    };
  }

  private static ObjectNode message(Flavour flavour, Said said) {
    ObjectNode message = Json.object().put("role", "assistant");
    if (said.content().isEmpty() && !said.calls().isEmpty()) {
      message.putNull("content");
    } else {
      message.put("content", said.content());
    }
    if (!said.reasoning().isEmpty()) {
      message.put(flavour.reasoningField(), said.reasoning());
    }
    if (flavour == Flavour.OPENAI) {
      message.putNull("refusal").set("annotations", Json.array());
    }
    if (!said.calls().isEmpty()) {
      ArrayNode calls = message.putArray("tool_calls");
      said.calls().forEach(call -> calls.add(call(call)));
    }
    return message;
  }

  private static ObjectNode call(Call call) {
    return Json.object()
        .put("id", call.id())
        .put("type", "function")
        .set("function", Json.object().put("name", call.name()).put("arguments", call.arguments()));
  }

  /** A text completion. */
  public static ObjectNode text(
      Flavour flavour, String id, String model, long created, Said said, Counts counts) {
    return textPart(id, model, created, said.content(), said.finish())
        .set("usage", usage(flavour, counts));
  }

  /** A chunk of a streamed text completion; an empty finish means that more comes. */
  public static ObjectNode textPart(
      String id, String model, long created, String text, String finish) {
    ObjectNode choice = Json.object().put("text", text).put("index", 0).putNull("logprobs");
    if (finish.isEmpty()) {
      choice.putNull("finish_reason");
    } else {
      choice.put("finish_reason", finish);
    }
    return frame(id, "text_completion", model, created).set("choices", Json.array(choice));
  }

  /** The last chunk of a streamed text completion whose usage was asked for. */
  public static ObjectNode textUsage(
      Flavour flavour, String id, String model, long created, Counts counts) {
    ObjectNode chunk = frame(id, "text_completion", model, created);
    chunk.set("choices", Json.array());
    return chunk.set("usage", usage(flavour, counts));
  }

  /** Embeddings as numbers. */
  public static ObjectNode embeddings(String model, List<float[]> vectors, int promptTokens) {
    ArrayNode data = Json.array();
    for (float[] vector : vectors) {
      ArrayNode numbers = Json.array();
      for (float number : vector) {
        numbers.add(number);
      }
      data.add(
          Json.object()
              .put("object", "embedding")
              .put("index", data.size())
              .set("embedding", numbers));
    }
    return embeddings(model, data, promptTokens);
  }

  /** Embeddings whose entries are made already, for example as base64. */
  public static ObjectNode embeddings(String model, ArrayNode data, int promptTokens) {
    ObjectNode body = Json.object().put("object", "list");
    body.set("data", data);
    body.put("model", model);
    return body.set(
        "usage",
        Json.object().put("prompt_tokens", promptTokens).put("total_tokens", promptTokens));
  }

  /** A model list. */
  public static ObjectNode models(Flavour flavour, long created, List<String> names) {
    ArrayNode data = Json.array();
    names.forEach(name -> data.add(model(flavour, created, name)));
    return Json.object().put("object", "list").set("data", data);
  }

  /** One entry of a model list. */
  public static ObjectNode model(Flavour flavour, long created, String name) {
    ObjectNode entry = Json.object().put("id", name).put("object", "model");
    return switch (flavour) {
      case OPENAI, OPENROUTER -> entry.put("created", created).put("owned_by", flavour.owner());
      case VLLM ->
          entry
              .put("created", created)
              .put("owned_by", flavour.owner())
              .put("root", name)
              .putNull("parent")
              .put("max_model_len", 4_096)
              .set("permission", Json.array());
      case LLAMA_CPP ->
          entry
              .put("created", created)
              .put("owned_by", flavour.owner())
              .set("meta", Json.object().put("n_ctx_train", 8_192).put("n_params", 8_000_000_000L));
      // This one has no creation time.
      case LLAMA_CPP_PYTHON ->
          entry.put("owned_by", flavour.owner()).set("permissions", Json.array());
    };
  }

  static ObjectNode usage(Flavour flavour, Counts counts) {
    ObjectNode usage =
        Json.object()
            .put("prompt_tokens", counts.prompt())
            .put("completion_tokens", counts.completion())
            .put("total_tokens", counts.total());
    if (flavour == Flavour.OPENAI) {
      usage.set(
          "prompt_tokens_details", Json.object().put("cached_tokens", 0).put("audio_tokens", 0));
      usage.set(
          "completion_tokens_details",
          Json.object().put("reasoning_tokens", 0).put("audio_tokens", 0));
    }
    return usage;
  }

  static ObjectNode timings(Counts counts) {
    return Json.object()
        .put("cache_n", 0)
        .put("prompt_n", counts.prompt())
        .put("prompt_ms", counts.prompt() * MILLIS_PER_PROMPT_TOKEN)
        .put("predicted_n", counts.completion())
        .put("predicted_ms", counts.completion() * MILLIS_PER_TOKEN);
  }

  private static ObjectNode frame(String id, String object, String model, long created) {
    return Json.object()
        .put("id", id)
        .put("object", object)
        .put("created", created)
        .put("model", model);
  }
}
