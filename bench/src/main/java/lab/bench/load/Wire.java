package lab.bench.load;

/** A format of requests and answers: what the upstream says in it, and what a client asks. */
enum Wire {
  OPENAI("/v1/chat/completions", "bench"),
  OLLAMA("/api/chat", "bench-ollama"),
  ANTHROPIC("/v1/messages", "bench-anthropic"),
  /** Of clients alone. */
  RESPONSES("/v1/responses", "");

  private static final String CHUNK =
      "data: {\"id\":\"chatcmpl-bench\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,"
          + "\"model\":\"bench\",\"choices\":[";
  private static final String LINE =
      "{\"model\":\"bench\",\"created_at\":\"2026-01-01T00:00:00.1Z\",\"message\":"
          + "{\"role\":\"assistant\",\"content\":\"";
  private static final String SAID = "A sentence of the answer. ".repeat(30);

  private final String path;
  private final String model;

  Wire(String path, String model) {
    this.path = path;
    this.model = model;
  }

  /** Whose path this is; OpenAI's where it is nobody's. */
  static Wire at(String path) {
    for (Wire wire : values()) {
      if (path.startsWith(wire.path)) {
        return wire;
      }
    }
    return OPENAI;
  }

  String path() {
    return path;
  }

  /** The model that a provider of this format serves. */
  String model() {
    return model;
  }

  /** A client's question with a prompt of about so many bytes. */
  String asks(String model, int promptBytes, boolean stream) {
    String prompt = "Words of a prompt. ".repeat(promptBytes / 19);
    String begin = "{\"model\":\"%s\",\"stream\":%s,".formatted(model, stream);
    return switch (this) {
      case RESPONSES -> begin + "\"store\":false,\"input\":\"" + prompt + "\"}";
      case ANTHROPIC -> begin + "\"max_tokens\":500," + turn(prompt);
      case OPENAI, OLLAMA -> begin + turn(prompt);
    };
  }

  private static String turn(String prompt) {
    return "\"messages\":[{\"role\":\"user\",\"content\":\"" + prompt + "\"}]}";
  }

  /** The type of a stream. */
  String streamType() {
    return this == OLLAMA ? "application/x-ndjson" : "text/event-stream; charset=utf-8";
  }

  /** What comes before any content. */
  String opening() {
    return switch (this) {
      case OPENAI, RESPONSES -> choice("{\"role\":\"assistant\",\"content\":\"\"}", "null");
      case OLLAMA -> "";
      case ANTHROPIC ->
          event(
                  "message_start",
                  "\"message\":{\"id\":\"msg_bench\",\"type\":\"message\",\"role\":\"assistant\","
                      + "\"model\":\"bench\",\"content\":[],\"stop_reason\":null,"
                      + "\"stop_sequence\":null,\"usage\":{\"input_tokens\":20,\"output_tokens\":1}}")
              + event(
                  "content_block_start",
                  "\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}");
    };
  }

  /** One piece of content. */
  String chunk(String content) {
    return switch (this) {
      case OPENAI, RESPONSES -> choice("{\"content\":\"" + content + "\"}", "null");
      case OLLAMA -> LINE + content + "\"},\"done\":false}\n";
      case ANTHROPIC ->
          event(
              "content_block_delta",
              "\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"" + content + "\"}");
    };
  }

  /** The end of a stream. */
  String ending() {
    return switch (this) {
      case OPENAI, RESPONSES ->
          choice("{}", "\"stop\"")
              + CHUNK
              + "],\"usage\":{\"prompt_tokens\":20,\"completion_tokens\":50,"
              + "\"total_tokens\":70}}\n\ndata: [DONE]\n\n";
      case OLLAMA ->
          LINE
              + "\"},\"done\":true,\"done_reason\":\"stop\","
              + "\"prompt_eval_count\":20,\"eval_count\":50}\n";
      case ANTHROPIC ->
          event("content_block_stop", "\"index\":0")
              + event(
                  "message_delta",
                  "\"delta\":{\"stop_reason\":\"end_turn\",\"stop_sequence\":null},"
                      + "\"usage\":{\"output_tokens\":50}")
              + "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n";
    };
  }

  /** An answer of 1 KB that is not streamed. */
  String whole() {
    return switch (this) {
      case OPENAI, RESPONSES ->
          """
          {"id":"chatcmpl-bench","object":"chat.completion","created":1700000000,"model":"bench",\
          "choices":[{"index":0,"message":{"role":"assistant","content":"%s","refusal":null},\
          "logprobs":null,"finish_reason":"stop"}],\
          "usage":{"prompt_tokens":200,"completion_tokens":150,"total_tokens":350}}"""
              .formatted(SAID);
      case OLLAMA ->
          LINE
              + SAID
              + "\"},\"done\":true,\"done_reason\":\"stop\","
              + "\"prompt_eval_count\":200,\"eval_count\":150}";
      case ANTHROPIC ->
          """
          {"id":"msg_bench","type":"message","role":"assistant","model":"bench",\
          "content":[{"type":"text","text":"%s"}],"stop_reason":"end_turn","stop_sequence":null,\
          "usage":{"input_tokens":200,"output_tokens":150}}"""
              .formatted(SAID);
    };
  }

  private static String choice(String delta, String finish) {
    return CHUNK + "{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":" + finish + "}]}\n\n";
  }

  private static String event(String type, String fields) {
    return "event: " + type + "\ndata: {\"type\":\"" + type + "\"," + fields + "}\n\n";
  }
}
