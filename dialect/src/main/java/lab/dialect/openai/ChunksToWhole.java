package lab.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import lab.contract.FailureKind;
import lab.contract.Operation;
import lab.dialect.AnswerStream;
import lab.dialect.Failure;
import lab.dialect.WholeAnswer;
import lab.dialect.frame.SseSplitter;
import org.jspecify.annotations.Nullable;

/**
 * Puts an event stream together that came although none was asked for. The stream is read by the
 * rules of all streams first; what they let out is regular and is only added up here.
 */
final class ChunksToWhole {
  /** Texts that do not come in pieces: the last one counts. */
  private static final Set<String> WHOLE_TEXTS = Set.of("role", "type", "id", "finish_reason");

  private final ObjectNode answer = Trees.NODES.objectNode();
  private final Map<Integer, ObjectNode> choices = new TreeMap<>();

  private ChunksToWhole() {}

  static WholeAnswer read(Operation operation, AnswerStream stream, byte[] body) {
    if (operation == Operation.EMBEDDING) {
      return bad("the provider answered with a stream of events instead of embeddings");
    }
    AnswerStream.Step fed = stream.feed(body);
    AnswerStream.Step ended = stream.end();
    if (ended.failure() != null) {
      return new WholeAnswer.Bad(ended.failure());
    }
    ChunksToWhole whole = new ChunksToWhole();
    SseSplitter events = new SseSplitter();
    for (byte[] regular : new byte[][] {fed.out(), ended.out()}) {
      events.feed(regular);
      while (events.next()) {
        if (events.array()[events.offset()] == '{') {
          whole.add(
              (ObjectNode)
                  Trees.read(events.array(), events.offset(), events.offset() + events.length()));
        }
      }
    }
    return new WholeAnswer.Good(Trees.write(whole.end(operation)), stream.usage());
  }

  private void add(ObjectNode chunk) {
    JsonNode parts = chunk.remove("choices");
    chunk.remove("obfuscation");
    for (Map.Entry<String, JsonNode> field : chunk.properties()) {
      // Usage grows; all else is constant, and may be made up where a later chunk lacks it.
      boolean grows = field.getKey().equals("usage") && !field.getValue().isNull();
      if (grows || !answer.hasNonNull(field.getKey())) {
        answer.set(field.getKey(), field.getValue());
      }
    }
    for (JsonNode part : parts) {
      if (part instanceof ObjectNode choice) {
        int index = choice.path("index").asInt();
        merge(choices.computeIfAbsent(index, i -> Trees.NODES.objectNode()), choice);
      }
    }
  }

  private ObjectNode end(Operation operation) {
    ArrayNode all = answer.putArray("choices");
    for (Map.Entry<Integer, ObjectNode> each : choices.entrySet()) {
      ObjectNode choice = each.getValue().put("index", each.getKey());
      all.add(choice);
      if (operation == Operation.CHAT) {
        ObjectNode message = Trees.NODES.objectNode().put("role", "assistant");
        message.putNull("content").putNull("refusal");
        if (choice.remove("delta") instanceof ObjectNode delta) {
          message.setAll(delta);
        }
        choice.set("message", message);
      }
      if (!choice.has("logprobs")) {
        choice.putNull("logprobs");
      }
    }
    if (operation == Operation.CHAT) {
      answer.put("object", "chat.completion");
    }
    return answer;
  }

  /** Adds a part: texts and arrays grow, objects are added up field by field. */
  private static void merge(ObjectNode sum, ObjectNode part) {
    for (Map.Entry<String, JsonNode> field : part.properties()) {
      String name = field.getKey();
      JsonNode value = field.getValue();
      JsonNode before = sum.get(name);
      if (value.isNull()) {
        if (before == null) {
          sum.putNull(name);
        }
      } else if (name.equals("tool_calls") && value.isArray()) {
        mergeToolCalls(before instanceof ArrayNode calls ? calls : sum.putArray(name), value);
      } else if (value.isTextual() && !WHOLE_TEXTS.contains(name)) {
        text(sum, name, before).append(value.textValue());
      } else if (value instanceof ObjectNode object) {
        merge(before instanceof ObjectNode known ? known : sum.putObject(name), object);
      } else if (value instanceof ArrayNode more && before instanceof ArrayNode array) {
        array.addAll(more);
      } else {
        sum.set(name, value);
      }
    }
  }

  private static void mergeToolCalls(ArrayNode calls, JsonNode fragments) {
    for (JsonNode each : fragments) {
      if (each instanceof ObjectNode fragment) {
        int index = fragment.path("index").asInt();
        fragment.remove("index");
        // The stream's rules number the calls as they come, so the next one is the farthest.
        ObjectNode call = calls.get(index) instanceof ObjectNode known ? known : calls.addObject();
        merge(call, fragment);
      }
    }
  }

  /** The text that grows in a field: a builder in the tree, or long answers cost their square. */
  private static StringBuilder text(ObjectNode sum, String name, @Nullable JsonNode before) {
    if (before instanceof POJONode node && node.getPojo() instanceof StringBuilder growing) {
      return growing;
    }
    StringBuilder begun = new StringBuilder();
    sum.putPOJO(name, begun);
    return begun;
  }

  private static WholeAnswer bad(String message) {
    return new WholeAnswer.Bad(Failure.of(FailureKind.SERVER, message));
  }
}
