package lab.testkit.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** The chunks of one streamed chat completion in the order a server of this flavour has them. */
public final class ChatChunks {
  private static final String LLAMA_BUILD = "b6123-0d1c2ab";

  private final Flavour flavour;
  private final String id;
  private final String model;
  private final long created;
  private final boolean usageWanted;

  /**
   * @param flavour the kind of server
   * @param id the same in every chunk
   * @param model the name shown
   * @param created seconds since 1970
   * @param usageWanted whether {@code stream_options.include_usage} was asked for
   */
  public ChatChunks(Flavour flavour, String id, String model, long created, boolean usageWanted) {
    this.flavour = flavour;
    this.id = id;
    this.model = model;
    this.created = created;
    this.usageWanted = usageWanted;
  }

  /** The first chunk, which says who speaks and has no content. */
  public ObjectNode role() {
    ObjectNode delta = Json.object().put("role", "assistant");
    return switch (flavour) {
      case OPENAI -> chunk(delta.put("content", "").putNull("refusal"), null);
      case VLLM, OPENROUTER -> chunk(delta.put("content", ""), null);
      case LLAMA_CPP -> chunk(delta.putNull("content"), null);
      case LLAMA_CPP_PYTHON -> chunk(delta, null);
    };
  }

  public ObjectNode content(String text) {
    return chunk(Json.object().put("content", text), null);
  }

  public ObjectNode reasoning(String text) {
    return chunk(Json.object().put(flavour.reasoningField(), text), null);
  }

  /** The first fragment of a tool call: its id, its name and the beginning of its arguments. */
  public ObjectNode call(int index, Call call) {
    ObjectNode function = Json.object().put("name", call.name()).put("arguments", call.arguments());
    return calls(
        Json.object()
            .put("index", index)
            .put("id", call.id())
            .put("type", "function")
            .set("function", function));
  }

  /** A further fragment of a tool call's arguments. */
  public ObjectNode arguments(int index, String fragment) {
    return calls(
        Json.object()
            .put("index", index)
            .set("function", Json.object().put("arguments", fragment)));
  }

  private ObjectNode calls(ObjectNode fragment) {
    return chunk(Json.object().set("tool_calls", Json.array(fragment)), null);
  }

  /** The chunk that says why the answer ended. */
  public ObjectNode finish(String reason, Counts counts) {
    ObjectNode delta = flavour == Flavour.VLLM ? Json.object().put("content", "") : Json.object();
    ObjectNode chunk = chunk(delta, reason);
    if (flavour == Flavour.VLLM) {
      ((ObjectNode) chunk.get("choices").get(0)).putNull("stop_reason");
    }
    return flavour == Flavour.LLAMA_CPP && !usageWanted
        ? chunk.set("timings", OpenAiBodies.timings(counts))
        : chunk;
  }

  /** The chunk after the last choice; only where it was asked for. */
  public ObjectNode usage(Counts counts) {
    ObjectNode chunk = frame();
    chunk.set("choices", Json.array());
    chunk.set("usage", OpenAiBodies.usage(flavour, counts));
    return flavour == Flavour.LLAMA_CPP
        ? chunk.set("timings", OpenAiBodies.timings(counts))
        : chunk;
  }

  /** Puts running usage into a chunk: vLLM's {@code continuous_usage_stats}. */
  public ObjectNode withUsage(ObjectNode chunk, Counts soFar) {
    return chunk.set("usage", OpenAiBodies.usage(flavour, soFar));
  }

  private ObjectNode chunk(ObjectNode delta, @Nullable String finish) {
    ObjectNode choice = Json.object().put("index", 0);
    choice.set("delta", delta);
    if (flavour != Flavour.LLAMA_CPP) {
      choice.putNull("logprobs");
    }
    choice.put("finish_reason", finish);
    ObjectNode chunk = frame();
    chunk.set("choices", Json.array(choice));
    return flavour == Flavour.OPENAI && usageWanted ? chunk.putNull("usage") : chunk;
  }

  private ObjectNode frame() {
    ObjectNode frame =
        Json.object()
            .put("id", id)
            .put("object", "chat.completion.chunk")
            .put("created", created)
            .put("model", model);
    return switch (flavour) {
      case OPENAI -> frame.put("service_tier", "default").put("system_fingerprint", "fp_1a2b3c");
      case LLAMA_CPP -> frame.put("system_fingerprint", LLAMA_BUILD);
      case OPENROUTER -> frame.put("provider", "Testkit");
      case VLLM, LLAMA_CPP_PYTHON -> frame;
    };
  }
}
