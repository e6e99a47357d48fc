package lab.dialect.openai;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes the stream out of a whole answer that the server should have sent. */
final class WholeToChunks {
  private static final byte[] END = "data: [DONE]\n\n".getBytes(US_ASCII);

  private final ByteArrayOutputStream events = new ByteArrayOutputStream();
  private final ObjectNode top;

  private WholeToChunks(ObjectNode top) {
    this.top = top;
  }

  /**
   * The events of a whole answer, usage and end marker with them.
   *
   * @param whole an object with an array {@code choices}
   */
  static byte[] events(JsonNode whole) {
    ObjectNode top = Trees.NODES.objectNode().setAll((ObjectNode) whole);
    top.remove(List.of("choices", "usage", "error", "object"));
    WholeToChunks chunks = new WholeToChunks(top);
    for (JsonNode choice : whole.path("choices")) {
      if (choice.path("message") instanceof ObjectNode message) {
        chunks.addMessage((ObjectNode) choice, message);
      } else {
        // A text completion: its chunks are its choices.
        chunks.add(Trees.NODES.arrayNode().add(choice));
      }
    }
    if (whole.path("usage").isObject()) {
      chunks.top.set("usage", whole.get("usage"));
      chunks.add(Trees.NODES.arrayNode());
    }
    chunks.events.writeBytes(END);
    return chunks.events.toByteArray();
  }

  private void addMessage(ObjectNode choice, ObjectNode message) {
    JsonNode role = message.path("role");
    ObjectNode first = Trees.NODES.objectNode().put("role", role.asText("assistant"));
    addDelta(choice, first);
    List<Map.Entry<String, JsonNode>> fields = new ArrayList<>(message.properties());
    // Clients show what comes first; reasoning comes before what it leads to.
    fields.sort((a, b) -> Boolean.compare(isReasoning(b.getKey()), isReasoning(a.getKey())));
    for (Map.Entry<String, JsonNode> field : fields) {
      JsonNode value = field.getValue();
      if (!field.getKey().equals("role") && !value.isNull()) {
        addDelta(choice, Trees.NODES.objectNode().set(field.getKey(), value));
      }
    }
    ObjectNode last = Trees.NODES.objectNode().setAll(choice);
    last.remove("message");
    last.put("index", choice.path("index").asInt());
    last.set("delta", Trees.NODES.objectNode());
    add(Trees.NODES.arrayNode().add(last));
  }

  private void addDelta(ObjectNode choice, ObjectNode delta) {
    ObjectNode part = Trees.NODES.objectNode().put("index", choice.path("index").asInt());
    part.set("delta", delta);
    part.putNull("finish_reason");
    add(Trees.NODES.arrayNode().add(part));
  }

  private void add(ArrayNode choices) {
    ObjectNode chunk = Trees.NODES.objectNode().setAll(top);
    chunk.set("choices", choices);
    events.writeBytes(Outgoing.FIELD);
    events.writeBytes(Trees.write(chunk));
    events.writeBytes(Outgoing.BLANK_LINE);
    // The first has all of it; what is large would be as many times as large in the stream.
    top.properties().removeIf(field -> field.getValue().isContainerNode());
  }

  private static boolean isReasoning(String field) {
    return field.startsWith("reasoning");
  }
}
