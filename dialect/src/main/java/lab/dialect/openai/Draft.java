package lab.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import lab.dialect.json.Json;
import lab.dialect.json.JsonBytes;

/**
 * A request that is being written. Each message is bytes as soon as it is complete, for they are
 * many or long; all other members are few and stay trees until the end.
 */
public final class Draft {
  private static final String OPEN = "{\"messages\":[";

  private JsonNode first = MissingNode.getInstance();
  private final int length;
  private final JsonBytes messages;
  private final ObjectNode rest = Json.object();
  private int count;

  /**
   * @param length that it is likely to have, in bytes
   */
  Draft(int length) {
    this.length = length;
    this.messages = new JsonBytes(length).raw(OPEN);
  }

  /** All members but the messages. */
  public ObjectNode rest() {
    return rest;
  }

  /** Adds a message behind those before. */
  public void add(JsonNode message) {
    messages.raw(count++ == 0 ? "" : ",").value(message);
  }

  /** Puts a message before all others, in the place of one that was put there. */
  public void addFirst(JsonNode message) {
    first = message;
  }

  /** Forgets the messages that were added, but not the first. */
  public void restart() {
    messages.cut(OPEN.length());
    count = 0;
  }

  /** How many messages were added, without the first. */
  public int count() {
    return count;
  }

  /** All of it; nothing is added afterwards. */
  byte[] bytes() {
    if (count == 0 && first.isMissingNode()) {
      messages.cut(0);
      return messages.value(rest).taken();
    }
    JsonBytes all = first.isMissingNode() ? messages : behindFirst();
    all.raw("]");
    for (Map.Entry<String, JsonNode> member : rest.properties()) {
      all.raw(",").string(member.getKey()).raw(":").value(member.getValue());
    }
    return all.raw("}").taken();
  }

  private JsonBytes behindFirst() {
    JsonBytes all = new JsonBytes(length).raw(OPEN).value(first);
    return all.raw(count == 0 ? "" : ",").raw(messages, OPEN.length());
  }
}
