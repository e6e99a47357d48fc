package lab.app.e2e.provider;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a client has read in an answer, in words of no dialect.
 *
 * @param text what was said
 * @param reasoning what was thought
 * @param calls the tools called, as {@code name{arguments}}, in order
 * @param finish the dialect's word for why it ended; empty where it did not
 */
record Heard(String text, String reasoning, List<String> calls, String finish) {

  private static final class Notes {
    final StringBuilder text = new StringBuilder();
    final StringBuilder reasoning = new StringBuilder();
    final Map<Integer, StringBuilder> calls = new TreeMap<>();
    String finish = "";

    void call(int index, @Nullable String name, @Nullable String arguments) {
      StringBuilder call = calls.computeIfAbsent(index, first -> new StringBuilder());
      call.append(name == null ? "" : name).append(arguments == null ? "" : arguments);
    }

    void finish(@Nullable String reason) {
      finish = reason == null ? finish : reason;
    }

    Heard heard() {
      List<String> all = new ArrayList<>();
      calls.values().forEach(call -> all.add(call.toString().replace(" ", "")));
      return new Heard(text.toString(), reasoning.toString(), all, finish);
    }
  }

  private static String text(JsonObject from, String key) {
    return from.getValue(key) instanceof String text ? text : "";
  }

  static Heard openAi(Answer answer, boolean streamed) {
    Notes notes = new Notes();
    List<JsonObject> parts = streamed ? answer.chunks() : List.of(answer.json());
    for (JsonObject part : parts) {
      for (Object one : part.getJsonArray("choices")) {
        JsonObject choice = (JsonObject) one;
        JsonObject said = choice.getJsonObject(streamed ? "delta" : "message");
        notes.text.append(text(said, "content"));
        // Servers use the one name, the other or both, and clients read either.
        String key = said.containsKey("reasoning_content") ? "reasoning_content" : "reasoning";
        notes.reasoning.append(text(said, key));
        JsonArray calls = said.getJsonArray("tool_calls", new JsonArray());
        for (int i = 0; i < calls.size(); i++) {
          JsonObject call = calls.getJsonObject(i);
          JsonObject function = call.getJsonObject("function");
          notes.call(
              call.getInteger("index", i),
              function.getString("name"),
              function.getString("arguments"));
        }
        notes.finish(choice.getString("finish_reason"));
      }
    }
    return notes.heard();
  }

  static Heard anthropic(Answer answer, boolean streamed) {
    Notes notes = new Notes();
    if (!streamed) {
      JsonArray content = answer.json().getJsonArray("content");
      for (int i = 0; i < content.size(); i++) {
        block(notes, i, content.getJsonObject(i), true);
      }
      notes.finish(answer.json().getString("stop_reason"));
      return notes.heard();
    }
    for (String event : answer.events()) {
      JsonObject data = new JsonObject(event.substring(event.indexOf("data: ") + 6));
      String type = data.getString("type");
      if (!event.startsWith("event: " + type + "\n")) {
        throw new AssertionError("the name of an event is its type: " + event);
      }
      switch (type) {
        case "content_block_start" ->
            block(notes, data.getInteger("index"), data.getJsonObject("content_block"), false);
        case "content_block_delta" -> {
          JsonObject delta = data.getJsonObject("delta");
          notes.text.append(text(delta, "text"));
          notes.reasoning.append(text(delta, "thinking"));
          if (delta.containsKey("partial_json")) {
            notes.call(data.getInteger("index"), null, delta.getString("partial_json"));
          }
        }
        case "message_delta" -> notes.finish(data.getJsonObject("delta").getString("stop_reason"));
        default -> {}
      }
    }
    return notes.heard();
  }

  private static void block(Notes notes, int index, JsonObject block, boolean whole) {
    notes.text.append(text(block, "text"));
    notes.reasoning.append(text(block, "thinking"));
    if ("tool_use".equals(block.getString("type"))) {
      notes.call(
          index, block.getString("name"), whole ? block.getJsonObject("input").encode() : null);
    }
  }

  /** A stream is read twice over: its deltas, and the whole response at its end. */
  static Heard responses(Answer answer, boolean streamed) {
    if (!streamed) {
      return response(answer.json());
    }
    Notes notes = new Notes();
    int number = 0;
    for (String event : answer.events()) {
      JsonObject data = new JsonObject(event.substring(event.indexOf("data: ") + 6));
      String type = data.getString("type");
      if (!event.startsWith("event: " + type + "\n")
          || data.getInteger("sequence_number") != number++) {
        throw new AssertionError("an event of no name or out of order: " + event);
      }
      switch (type) {
        case "response.output_text.delta" -> notes.text.append(text(data, "delta"));
        case "response.reasoning_summary_text.delta" -> notes.reasoning.append(text(data, "delta"));
        case "response.output_item.added" ->
            notes.call(
                data.getInteger("output_index"), text(data.getJsonObject("item"), "name"), null);
        case "response.function_call_arguments.delta" ->
            notes.call(data.getInteger("output_index"), null, text(data, "delta"));
        case "response.completed", "response.incomplete" -> {
          notes.calls.values().removeIf(StringBuilder::isEmpty);
          notes.finish(data.getJsonObject("response").getString("status"));
          if (!notes.heard().equals(response(data.getJsonObject("response")))) {
            throw new AssertionError("the whole is not its parts: " + answer.body());
          }
        }
        default -> {}
      }
    }
    return notes.heard();
  }

  private static Heard response(JsonObject response) {
    Notes notes = new Notes();
    for (Object one : response.getJsonArray("output")) {
      JsonObject item = (JsonObject) one;
      switch (item.getString("type")) {
        case "message" ->
            notes.text.append(text(item.getJsonArray("content").getJsonObject(0), "text"));
        case "reasoning" ->
            notes.reasoning.append(text(item.getJsonArray("summary").getJsonObject(0), "text"));
        default ->
            notes.call(notes.calls.size(), item.getString("name"), item.getString("arguments"));
      }
    }
    notes.finish(response.getString("status"));
    return notes.heard();
  }

  static Heard ollama(Answer answer, boolean streamed) {
    Notes notes = new Notes();
    List<String> lines = streamed ? answer.body().lines().toList() : List.of(answer.body());
    for (String line : lines) {
      JsonObject part = new JsonObject(line);
      if (part.getValue("message") instanceof JsonObject message) {
        notes.text.append(text(message, "content"));
        notes.reasoning.append(text(message, "thinking"));
        for (Object call : message.getJsonArray("tool_calls", new JsonArray())) {
          JsonObject function = ((JsonObject) call).getJsonObject("function");
          String arguments = function.getJsonObject("arguments").encode();
          notes.call(notes.calls.size(), function.getString("name"), arguments);
        }
      }
      notes.finish(part.getString("done_reason"));
    }
    return notes.heard();
  }
}
