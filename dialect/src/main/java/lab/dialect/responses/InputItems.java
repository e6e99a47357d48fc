package lab.dialect.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import lab.dialect.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * What a kept response was an answer to: all of its conversation but that answer, read back into
 * the items that clients of Responses know. Ids are made of the response's and the item's place, so
 * each is the same whenever it is asked for.
 */
public final class InputItems {
  private final String unique;
  private final List<ObjectNode> items = new ArrayList<>();

  private InputItems(String id) {
    this.unique = id.substring(KeptResponses.PREFIX.length());
  }

  /**
   * A part of the list that is asked for.
   *
   * @param after the id of the item that it begins behind; null for the beginning
   * @param limit items at most, 1 or more
   * @param newestFirst whether the last item is the first of the list
   */
  public record Page(@Nullable String after, int limit, boolean newestFirst) {}

  /**
   * A page of the list.
   *
   * @param id the response's
   * @param conversation as {@link KeptResponses} got it
   * @return the list as JSON, or null where no item has the id that it is to begin behind
   */
  public static byte @Nullable [] list(String id, byte[] conversation, Page page) {
    var input = new InputItems(id);
    ObjectNode kept = Json.objectOf(conversation);
    JsonNode messages = Echo.messages(kept == null ? Json.object() : kept);
    // The last is the answer.
    for (int i = 0; i < messages.size() - 1; i++) {
      input.read(messages.get(i));
    }
    return input.list(page);
  }

  private byte @Nullable [] list(Page page) {
    if (page.newestFirst()) {
      Collections.reverse(items);
    }
    int from = 0;
    if (page.after() != null) {
      List<String> ids = items.stream().map(InputItems::id).toList();
      from = ids.indexOf(page.after()) + 1;
      if (from == 0) {
        return null;
      }
    }
    int to = Math.min(items.size(), from + page.limit());
    return Json.bytes(list(items.subList(from, to), to < items.size()));
  }

  private static ObjectNode list(List<ObjectNode> some, boolean more) {
    ObjectNode list = Json.object().put("object", "list");
    list.putArray("data").addAll(some);
    list.put("first_id", some.isEmpty() ? null : id(some.getFirst()));
    list.put("last_id", some.isEmpty() ? null : id(some.getLast()));
    return list.put("has_more", more);
  }

  private static String id(ObjectNode item) {
    return item.path("id").asText();
  }

  private void read(JsonNode message) {
    String role = message.path("role").asText();
    JsonNode content = message.path("content");
    if (role.equals("tool")) {
      ObjectNode result = add("fco_", "function_call_output");
      result.set("call_id", message.path("tool_call_id"));
      result.set("output", content.isTextual() ? content : parts(content, false));
      return;
    }
    if (!content.isNull()) {
      ObjectNode said = add("msg_", "message").put("role", role);
      said.set("content", parts(content, role.equals("assistant")));
    }
    for (JsonNode call : message.path("tool_calls")) {
      ObjectNode item = add("fc_", "function_call");
      item.set("call_id", call.path("id"));
      item.set("name", call.path("function").path("name"));
      item.set("arguments", call.path("function").path("arguments"));
    }
  }

  private ObjectNode add(String prefix, String type) {
    ObjectNode item = Json.object().put("id", prefix + unique + "_in_" + items.size());
    items.add(item.put("type", type).put("status", "completed"));
    return item;
  }

  /**
   * @param answer whether a model said it
   */
  private static ArrayNode parts(JsonNode content, boolean answer) {
    ArrayNode parts = Json.array();
    if (content.isTextual()) {
      parts.add(text(content, answer));
    }
    for (JsonNode part : content) {
      parts.add(
          switch (part.path("type").asText()) {
            case "image_url" -> image(part.path("image_url"));
            case "file" -> file(part.path("file"));
            default -> text(part.path("text"), answer);
          });
    }
    return parts;
  }

  private static ObjectNode text(JsonNode text, boolean answer) {
    ObjectNode part = Json.object().put("type", answer ? "output_text" : "input_text");
    part.set("text", text);
    if (answer) {
      part.putArray("annotations");
      part.putArray("logprobs");
    }
    return part;
  }

  private static ObjectNode image(JsonNode image) {
    ObjectNode part = Json.object().put("type", "input_image");
    part.put("detail", image.path("detail").asText("auto"));
    return part.set("image_url", image.path("url"));
  }

  private static ObjectNode file(JsonNode file) {
    ObjectNode part = Json.object().put("type", "input_file");
    part.set("file_data", file.path("file_data"));
    return part.set("filename", file.path("filename"));
  }
}
