package lab.dialect.responses;

import com.fasterxml.jackson.databind.node.ObjectNode;
import lab.dialect.json.Json;

/** One item of a response's output, as far as it has come. */
final class Item {
  /** What an item is. */
  enum Kind {
    REASONING,
    MESSAGE,
    CALL
  }

  final Kind kind;
  final String id;

  /** Its place in the output. */
  final int index;

  /** Of a call: the id that its result refers to, and the tool's name. */
  final String callId;

  final String name;

  /** The text, or the arguments of a call. */
  final StringBuilder text = new StringBuilder();

  Item(Kind kind, String id, int index, String callId, String name) {
    this.kind = kind;
    this.id = id;
    this.index = index;
    this.callId = callId;
    this.name = name;
  }

  /** As it stands when it begins. */
  ObjectNode begun() {
    ObjectNode item = Json.object().put("id", id);
    switch (kind) {
      case REASONING -> item.put("type", "reasoning").putArray("summary");
      case MESSAGE ->
          item.put("type", "message")
              .put("status", "in_progress")
              .put("role", "assistant")
              .putArray("content");
      case CALL -> call(item, "in_progress", "");
    }
    return item;
  }

  /** As it stands when it is complete. */
  ObjectNode done() {
    ObjectNode item = begun();
    switch (kind) {
      case REASONING -> item.withArray("summary").add(part());
      case MESSAGE -> item.put("status", "completed").withArray("content").add(part());
      case CALL -> call(item, "completed", text.toString());
    }
    return item;
  }

  private void call(ObjectNode item, String status, String arguments) {
    item.put("type", "function_call")
        .put("status", status)
        .put("call_id", callId)
        .put("name", name)
        .put("arguments", arguments);
  }

  /** The one part of a text, with what has come of it. */
  ObjectNode part() {
    return part(text.toString());
  }

  /** The one part of a text. */
  ObjectNode part(String said) {
    if (kind == Kind.REASONING) {
      return Json.object().put("type", "summary_text").put("text", said);
    }
    ObjectNode part = Json.object().put("type", "output_text").put("text", said);
    part.putArray("annotations");
    part.putArray("logprobs");
    return part;
  }
}
