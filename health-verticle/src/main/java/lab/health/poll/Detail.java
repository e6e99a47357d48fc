package lab.health.poll;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import lab.contract.ProbeReport.Finding;
import org.jspecify.annotations.Nullable;

/** What some servers tell of themselves beside their list, where it helps to choose among them. */
enum Detail {
  /** Ollama's {@code /api/ps}: the models in memory, in the shape of its list. */
  IN_MEMORY {
    @Override
    Finding.Up read(Finding.Up up, byte[] body) {
      return ModelList.OLLAMA
          .read(body)
          .map(loaded -> new Finding.Up(up.models(), loaded, up.capacity()))
          .orElse(up);
    }
  },
  /** llama.cpp's {@code /props}: {@code {"total_slots":4,..}}, the requests it takes at a time. */
  SLOTS {
    @Override
    Finding.Up read(Finding.Up up, byte[] body) {
      Integer slots = slots(body);
      return slots == null || slots < 1 ? up : new Finding.Up(up.models(), up.loaded(), slots);
    }
  };

  private static final JsonFactory JSON = new JsonFactory();

  /** The finding with what the answer tells; as it was where this is no such answer. */
  abstract Finding.Up read(Finding.Up up, byte[] body);

  private static @Nullable Integer slots(byte[] body) {
    try (JsonParser json = JSON.createParser(body)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return null;
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        boolean here = json.currentName().equals("total_slots");
        if (json.nextToken() == JsonToken.VALUE_NUMBER_INT && here) {
          return json.getIntValue();
        }
        json.skipChildren();
      }
      return null;
    } catch (IOException notJson) {
      return null;
    }
  }
}
