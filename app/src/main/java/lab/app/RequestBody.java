package lab.app;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import lab.contract.Operation;
import org.jspecify.annotations.Nullable;

/** The body of a request in the making, as a client would send it. */
final class RequestBody {
  private final JsonObject json = new JsonObject();

  /**
   * One with a prompt.
   *
   * @param text the prompt
   * @param batch how many answers are wanted, or how many inputs there are; from 1
   */
  RequestBody(Operation operation, String text, int batch) {
    switch (operation) {
      case CHAT ->
          json.put("messages", List.of(new JsonObject().put("role", "user").put("content", text)));
      case COMPLETION -> json.put("prompt", text);
      case EMBEDDING -> json.put("input", batch == 1 ? text : inputs(text, batch));
      case MODERATION, SPEECH -> json.put("input", text);
      case IMAGE_GENERATION, IMAGE_EDIT -> json.put("prompt", text);
      case RERANK -> json.put("query", text);
      case TRANSCRIPTION, TRANSLATION, IMAGE_VARIATION -> {}
    }
    if (batch > 1 && operation != Operation.EMBEDDING) {
      json.put("n", batch);
    }
  }

  private static List<String> inputs(String text, int batch) {
    List<String> inputs = new ArrayList<>(Collections.nCopies(batch - 1, "word"));
    inputs.addFirst(text);
    return inputs;
  }

  /** A field; absent where there is no value for it. */
  void put(String field, @Nullable Object value) {
    if (value != null) {
      json.put(field, value);
    }
  }

  String written() {
    return json.encode();
  }
}
