package lab.dialect.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import lab.dialect.AnswerWriter;
import lab.dialect.Finish;
import lab.dialect.TokenCounts;
import lab.dialect.json.Json;
import lab.dialect.json.JsonBytes;
import org.jspecify.annotations.Nullable;

/** A response: as a stream of numbered events that ends with all of it, or only the latter. */
final class ResponseWriter implements AnswerWriter {
  private final Output output;
  private final KeptResponses kept;
  private final boolean streamed;
  private final JsonBytes out = new JsonBytes();
  private int number;

  /** The text that is open. */
  private @Nullable Item open;

  ResponseWriter(Output output, KeptResponses kept, boolean streamed) {
    this.output = output;
    this.kept = kept;
    this.streamed = streamed;
  }

  /** The number of the next event. */
  int nextNumber() {
    return number;
  }

  @Override
  public void begin(TokenCounts soFar) {
    tell("response.created", with("response", output.begun()));
    tell("response.in_progress", with("response", output.begun()));
  }

  @Override
  public void reasoning(String more) {
    add(Item.Kind.REASONING, "response.reasoning_summary_text.delta", more);
  }

  /** There is no place for it. */
  @Override
  public void signature(String signature) {}

  @Override
  public void text(String more) {
    add(Item.Kind.MESSAGE, "response.output_text.delta", more);
  }

  private void add(Item.Kind kind, String event, String more) {
    if (more.isEmpty()) {
      return;
    }
    Item item = open(kind);
    output.add(item, more);
    tellDelta(event, item, more);
  }

  private Item open(Item.Kind kind) {
    if (open != null && open.kind == kind) {
      return open;
    }
    close();
    Item item = output.begin(kind);
    open = item;
    tell("response.output_item.added", whole(item, item.begun()));
    tell(
        kind == Item.Kind.MESSAGE
            ? "response.content_part.added"
            : "response.reasoning_summary_part.added",
        place(item).set("part", item.part("")));
    return item;
  }

  private void close() {
    Item item = open;
    if (item == null) {
      return;
    }
    open = null;
    ObjectNode text = place(item).put("text", item.text.toString());
    if (item.kind == Item.Kind.MESSAGE) {
      text.putArray("logprobs");
      tell("response.output_text.done", text);
      tell("response.content_part.done", place(item).set("part", item.part()));
    } else {
      tell("response.reasoning_summary_text.done", text);
      tell("response.reasoning_summary_part.done", place(item).set("part", item.part()));
    }
    tell("response.output_item.done", whole(item, item.done()));
  }

  @Override
  public void toolCall(@Nullable String id, String name) {
    close();
    Item call = output.begin(id, name);
    tell("response.output_item.added", whole(call, call.begun()));
  }

  @Override
  public void arguments(int number, String more) {
    Item call = output.call(number);
    output.add(call, more);
    tellDelta("response.function_call_arguments.delta", call, more);
  }

  /** Clients insist on the list and not on what is in it. */
  @Override
  public void logprobs(JsonNode tokens) {}

  @Override
  public void flush() {}

  @Override
  public void finish(Finish finish) {
    close();
    for (int number = 0; number < output.calls().size(); number++) {
      Item call = output.call(number);
      if (call.text.toString().isBlank()) {
        // Clients read them as JSON; some servers send nothing for a tool without parameters.
        arguments(number, "{}");
      }
      tell(
          "response.function_call_arguments.done",
          place(call).put("name", call.name).put("arguments", call.text.toString()));
      tell("response.output_item.done", whole(call, call.done()));
    }
    ObjectNode done = output.done(finish);
    output.keep(done, kept);
    if (streamed) {
      tell("response." + done.path("status").asText(), with("response", done));
    } else {
      out.value(done);
    }
  }

  private static ObjectNode with(String field, ObjectNode value) {
    return Json.object().set(field, value);
  }

  private static ObjectNode whole(Item item, ObjectNode json) {
    return Json.object().put("output_index", item.index).set("item", json);
  }

  /** Where a part of an item belongs. */
  private static ObjectNode place(Item item) {
    ObjectNode place = Json.object().put("item_id", item.id).put("output_index", item.index);
    return switch (item.kind) {
      case REASONING -> place.put("summary_index", 0);
      case MESSAGE -> place.put("content_index", 0);
      case CALL -> place;
    };
  }

  /** Nearly all events are deltas, so they are written without a tree. */
  private void tellDelta(String type, Item item, String more) {
    if (!streamed) {
      return;
    }
    out.raw("event: ").raw(type).raw("\ndata: {\"type\":\"").raw(type);
    out.raw("\",\"item_id\":").string(item.id).raw(",\"output_index\":").number(item.index);
    out.raw(
        switch (item.kind) {
          case REASONING -> ",\"summary_index\":0";
          case MESSAGE -> ",\"content_index\":0,\"logprobs\":[]";
          case CALL -> "";
        });
    out.raw(",\"delta\":").string(more);
    out.raw(",\"sequence_number\":").number(number++).raw("}\n\n");
  }

  private void tell(String type, ObjectNode event) {
    if (streamed) {
      out.raw("event: " + type + "\ndata: ");
      out.value(event.put("type", type).put("sequence_number", number++));
      out.raw("\n\n");
    }
  }

  @Override
  public byte[] taken() {
    return out.taken();
  }

  @Override
  public int held() {
    return output.held();
  }
}
