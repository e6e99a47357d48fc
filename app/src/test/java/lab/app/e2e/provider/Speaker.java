package lab.app.e2e.provider;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** The dialects of clients: how each asks for the same things. */
enum Speaker {
  OPENAI("/v1/chat/completions"),
  ANTHROPIC("/v1/messages"),
  OLLAMA("/api/chat"),
  RESPONSES("/v1/responses");

  /** What every PNG begins with. */
  static final String IMAGE = "iVBORw0KGgo=";

  private static final JsonObject PARAMETERS =
      new JsonObject()
          .put("type", "object")
          .put("properties", new JsonObject().put("a", new JsonObject().put("type", "integer")));

  private final String path;

  Speaker(String path) {
    this.path = path;
  }

  String path() {
    return path;
  }

  /** A question of one word. */
  JsonObject asks(String model, boolean streamed) {
    JsonObject body = new JsonObject().put("model", model).put("stream", streamed);
    body.put(turns(), new JsonArray().add(message("user", "hi")));
    return this == ANTHROPIC ? body.put("max_tokens", 99) : body;
  }

  /** Where the turns of a conversation stand. */
  private String turns() {
    return this == RESPONSES ? "input" : "messages";
  }

  /** Whether a request can say where the answer shall stop. */
  boolean stops() {
    return this != RESPONSES;
  }

  private static JsonObject message(String role, Object content) {
    return new JsonObject().put("role", role).put("content", content);
  }

  /** The same with what the model shall be. */
  JsonObject withSystem(JsonObject body, String system) {
    if (this == ANTHROPIC || this == RESPONSES) {
      return body.put(this == ANTHROPIC ? "system" : "instructions", system);
    }
    JsonArray messages = new JsonArray().add(message("system", system));
    return body.put("messages", messages.addAll(body.getJsonArray("messages")));
  }

  /** The same ending before this text. */
  JsonObject withStop(JsonObject body, String stop) {
    return switch (this) {
      case OPENAI -> body.put("stop", new JsonArray().add(stop));
      case ANTHROPIC -> body.put("stop_sequences", new JsonArray().add(stop));
      case OLLAMA -> body.put("options", new JsonObject().put("stop", new JsonArray().add(stop)));
      case RESPONSES -> throw new IllegalArgumentException("no place for " + stop);
    };
  }

  /** The same with at most so many tokens. */
  JsonObject withMost(JsonObject body, int tokens) {
    return switch (this) {
      case OLLAMA -> body.put("options", new JsonObject().put("num_predict", tokens));
      case RESPONSES -> body.put("max_output_tokens", tokens);
      case OPENAI, ANTHROPIC -> body.put("max_tokens", tokens);
    };
  }

  /** The same with a tool to add with. */
  JsonObject withTool(JsonObject body) {
    JsonObject function = new JsonObject().put("name", "add").put("description", "adds");
    JsonObject tool =
        switch (this) {
          case ANTHROPIC -> function.put("input_schema", PARAMETERS.copy());
          case RESPONSES -> function.put("type", "function").put("parameters", PARAMETERS.copy());
          case OPENAI, OLLAMA ->
              new JsonObject()
                  .put("type", "function")
                  .put("function", function.put("parameters", PARAMETERS.copy()));
        };
    return body.put("tools", new JsonArray().add(tool));
  }

  /** The same after a call of that tool, and its result. */
  JsonObject withToolResult(JsonObject body, String result) {
    JsonArray messages = body.getJsonArray(turns());
    JsonObject arguments = new JsonObject().put("a", 1);
    switch (this) {
      case OPENAI, OLLAMA -> {
        JsonObject function =
            new JsonObject()
                .put("name", "add")
                .put("arguments", this == OPENAI ? arguments.encode() : arguments);
        JsonObject call =
            new JsonObject().put("id", "call_1").put("type", "function").put("function", function);
        messages.add(message("assistant", "").put("tool_calls", new JsonArray().add(call)));
        messages.add(message("tool", result).put("tool_call_id", "call_1").put("tool_name", "add"));
      }
      case RESPONSES -> {
        messages.add(item("function_call").put("name", "add").put("arguments", arguments.encode()));
        messages.add(item("function_call_output").put("output", result));
      }
      case ANTHROPIC -> {
        messages.add(
            message(
                "assistant",
                new JsonArray()
                    .add(
                        new JsonObject()
                            .put("type", "tool_use")
                            .put("id", "call_1")
                            .put("name", "add")
                            .put("input", arguments))));
        messages.add(
            message(
                "user",
                new JsonArray()
                    .add(
                        new JsonObject()
                            .put("type", "tool_result")
                            .put("tool_use_id", "call_1")
                            .put("content", result))));
      }
    }
    return withTool(body);
  }

  private static JsonObject item(String type) {
    return new JsonObject().put("type", type).put("call_id", "call_1");
  }

  /** The same with a picture. */
  JsonObject withImage(JsonObject body) {
    JsonObject text = new JsonObject().put("type", "text").put("text", "what is it?");
    JsonObject message =
        switch (this) {
          case OPENAI ->
              message(
                  "user",
                  new JsonArray()
                      .add(text)
                      .add(
                          new JsonObject()
                              .put("type", "image_url")
                              .put(
                                  "image_url",
                                  new JsonObject().put("url", "data:image/png;base64," + IMAGE))));
          case ANTHROPIC ->
              message(
                  "user",
                  new JsonArray()
                      .add(text)
                      .add(
                          new JsonObject()
                              .put("type", "image")
                              .put(
                                  "source",
                                  new JsonObject()
                                      .put("type", "base64")
                                      .put("media_type", "image/png")
                                      .put("data", IMAGE))));
          case OLLAMA -> message("user", "what is it?").put("images", new JsonArray().add(IMAGE));
          case RESPONSES ->
              message(
                  "user",
                  new JsonArray()
                      .add(text.copy().put("type", "input_text"))
                      .add(
                          new JsonObject()
                              .put("type", "input_image")
                              .put("image_url", "data:image/png;base64," + IMAGE)));
        };
    return body.put(turns(), new JsonArray().add(message));
  }

  /** What such a client reads in an answer. */
  Heard hear(Answer answer, boolean streamed) {
    return switch (this) {
      case OPENAI -> Heard.openAi(answer, streamed);
      case ANTHROPIC -> Heard.anthropic(answer, streamed);
      case OLLAMA -> Heard.ollama(answer, streamed);
      case RESPONSES -> Heard.responses(answer, streamed);
    };
  }

  /** The words of an error, where it has this dialect's shape; else null. */
  @Nullable String errorIn(JsonObject body) {
    return switch (this) {
      case OPENAI, RESPONSES ->
          body.getValue("error") instanceof JsonObject error && error.containsKey("code")
              ? error.getString("message")
              : null;
      case ANTHROPIC ->
          "error".equals(body.getString("type"))
                  && body.getValue("error") instanceof JsonObject error
                  && !error.containsKey("code")
              ? error.getString("message")
              : null;
      case OLLAMA -> body.getValue("error") instanceof String words ? words : null;
    };
  }

  /** The words of the error that ends a stream; null where none does. */
  @Nullable String errorAtTheEndOf(Answer answer) {
    String last = answer.body().replaceFirst("data: \\[DONE]\n\n$", "");
    int at = last.lastIndexOf(this == OLLAMA ? "{\"error\"" : "event: error\ndata: ");
    String json = at < 0 ? "{}" : last.substring(last.indexOf('{', at)).strip();
    JsonObject event = new JsonObject(json);
    return this == RESPONSES && event.containsKey("sequence_number")
        ? event.getString("message")
        : errorIn(event);
  }
}
