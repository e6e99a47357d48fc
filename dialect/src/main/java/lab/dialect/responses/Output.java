package lab.dialect.responses;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import lab.dialect.AnswerHead;
import lab.dialect.Finish;
import lab.dialect.TokenCounts;
import lab.dialect.json.Json;
import org.jspecify.annotations.Nullable;

/** A response as far as it has come: all of it is told again at its end. */
final class Output {
  private final AnswerHead head;
  private final ObjectNode asked;
  private final String id;
  private final String unique;
  private final List<Item> items = new ArrayList<>();
  private final List<Item> calls = new ArrayList<>();
  private int held;

  /**
   * @param id the response's, from which those of its items are made
   */
  Output(AnswerHead head, ObjectNode asked, String id) {
    this.head = head;
    this.asked = asked;
    this.id = id;
    this.unique = id.substring(KeptResponses.PREFIX.length());
  }

  /** Begins a text of this kind. */
  Item begin(Item.Kind kind) {
    String prefix = kind == Item.Kind.REASONING ? "rs_" : "msg_";
    return add(new Item(kind, prefix + unique + "_" + items.size(), items.size(), "", ""));
  }

  /** Begins a call. */
  Item begin(@Nullable String callId, String name) {
    String given = callId == null ? "call_" + unique + "_" + calls.size() : callId;
    String own = "fc_" + unique + "_" + items.size();
    Item call = add(new Item(Item.Kind.CALL, own, items.size(), given, name));
    calls.add(call);
    return call;
  }

  private Item add(Item item) {
    items.add(item);
    return item;
  }

  /** A call by its number. */
  Item call(int number) {
    return calls.get(number);
  }

  List<Item> calls() {
    return calls;
  }

  /** Adds to an item. */
  void add(Item item, String more) {
    item.text.append(more);
    held += more.length();
  }

  int held() {
    return held;
  }

  /** The response while it is under way. */
  ObjectNode begun() {
    ObjectNode response = response("in_progress");
    response.putArray("output");
    response.putNull("usage");
    return response;
  }

  /** The response at its end. */
  ObjectNode done(Finish finish) {
    String why =
        switch (finish.reason()) {
          case END -> "";
          case LENGTH -> "max_output_tokens";
          case FILTERED -> "content_filter";
        };
    ObjectNode response = response(why.isEmpty() ? "completed" : "incomplete");
    if (!why.isEmpty()) {
      response.putObject("incomplete_details").put("reason", why);
    }
    ArrayNode output = response.putArray("output");
    items.forEach(item -> output.add(item.done()));
    if (finish.tokens().total() == 0) {
      // Not every server counts; zero would be a count.
      response.putNull("usage");
    } else {
      writeUsage(finish.tokens(), response.putObject("usage"));
    }
    return response;
  }

  private ObjectNode response(String status) {
    ObjectNode response = Json.object().put("id", id).put("object", "response");
    response.put("created_at", head.created()).put("status", status);
    response.putNull("error").putNull("incomplete_details").put("model", head.shown());
    Echo.writeTo(asked, response);
    return response;
  }

  private static void writeUsage(TokenCounts tokens, ObjectNode usage) {
    usage.put("input_tokens", tokens.prompt());
    usage
        .putObject("input_tokens_details")
        .put("cached_tokens", tokens.cacheRead())
        .put("cache_write_tokens", tokens.cacheWritten());
    usage.put("output_tokens", tokens.completion());
    usage.putObject("output_tokens_details").put("reasoning_tokens", tokens.reasoning());
    usage.put("total_tokens", tokens.total());
  }

  /** Keeps the response where the client did not refuse it. */
  void keep(ObjectNode done, KeptResponses kept) {
    if (!Echo.isStored(asked)) {
      return;
    }
    kept.keep(id, Json.bytes(done), Json.bytes(Echo.conversation(asked, answer())));
  }

  /** The output as a chat's message. */
  private ObjectNode answer() {
    ObjectNode answer = Json.object().put("role", "assistant").putNull("content");
    for (Item item : items) {
      if (item.kind == Item.Kind.MESSAGE) {
        answer.put("content", answer.path("content").asText("") + item.text);
      } else if (item.kind == Item.Kind.CALL) {
        ObjectNode call = answer.withArray("tool_calls").addObject();
        call.put("id", item.callId)
            .put("type", "function")
            .putObject("function")
            .put("name", item.name)
            .put("arguments", item.text.toString());
      }
    }
    return answer;
  }
}
