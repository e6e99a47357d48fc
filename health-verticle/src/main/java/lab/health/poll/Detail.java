package lab.health.poll;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Set;
import lab.contract.FailureKind;
import lab.contract.ProbeReport.Busy;
import lab.contract.ProbeReport.Finding;
import org.jspecify.annotations.Nullable;

/** What some servers tell of themselves beside their list, where it helps to choose among them. */
enum Detail {
  /** Ollama's {@code /api/ps}: the models in memory, in the shape of its list. */
  IN_MEMORY {
    @Override
    Finding read(Finding.Up up, byte[] body) {
      return ModelList.OLLAMA.read(body).map(up::withLoaded).orElse(up);
    }
  },
  /** llama.cpp's {@code /props}: {@code {"total_slots":4,..}}, the requests it takes at a time. */
  SLOTS {
    @Override
    Finding read(Finding.Up up, byte[] body) {
      Double slots = number(body, Set.of(), "total_slots");
      return slots == null || slots < 1 || slots > Integer.MAX_VALUE || slots % 1 != 0
          ? up
          : up.withCapacity(slots.intValue());
    }
  },
  /** llama.cpp's {@code /slots}: {@code [{"id":0,"is_processing":true,..}]}, one for each slot. */
  BUSY_SLOTS {
    @Override
    Finding read(Finding.Up up, byte[] body) {
      Integer busy = busySlots(body);
      return busy == null ? up : up.withBusy(new Busy(busy, 0, null));
    }
  },
  /** The gauges of vLLM's {@code /metrics}, and of llama.cpp's where it is started with them. */
  LOAD {
    @Override
    Finding read(Finding.Up up, byte[] body) {
      return LoadGauges.read(body).map(up::withBusy).orElse(up);
    }
  },
  /**
   * OpenRouter's {@code /v1/key}: {@code {"data":{"limit_remaining":12.5,..}}}, null for no end.
   */
  CREDITS {
    @Override
    Finding read(Finding.Up up, byte[] body) {
      Double left = number(body, Set.of("data"), "limit_remaining");
      if (left == null) {
        return up;
      }
      return left > 0
          ? up.withCreditsLeft(left)
          : new Finding.Down(FailureKind.CREDITS, "no credits are left for its key");
    }

    @Override
    boolean tellsOfKey() {
      return true;
    }
  };

  private static final JsonFactory JSON = new JsonFactory();

  /** The finding with what the answer tells; as it was where this is no such answer. */
  abstract Finding read(Finding.Up up, byte[] body);

  /** Whether a refused key is refused for requests too, whatever the list says. */
  boolean tellsOfKey() {
    return false;
  }

  /**
   * A number in an object, or null where there is none.
   *
   * @param inside objects that are looked into
   */
  private static @Nullable Double number(byte[] body, Set<String> inside, String field) {
    try (JsonParser json = JSON.createParser(body)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return null;
      }
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token == JsonToken.FIELD_NAME) {
          String name = json.currentName();
          JsonToken value = json.nextToken();
          if (name.equals(field) && value != null && value.isNumeric()) {
            return json.getDoubleValue();
          }
          if (!inside.contains(name)) {
            json.skipChildren();
          }
        }
      }
      return null;
    } catch (IOException notJson) {
      return null;
    }
  }

  private static @Nullable Integer busySlots(byte[] body) {
    try (JsonParser json = JSON.createParser(body)) {
      if (json.nextToken() != JsonToken.START_ARRAY) {
        return null;
      }
      int busy = 0;
      while (json.nextToken() == JsonToken.START_OBJECT) {
        busy += isProcessing(json) ? 1 : 0;
      }
      return json.currentToken() == JsonToken.END_ARRAY ? busy : null;
    } catch (IOException notJson) {
      return null;
    }
  }

  private static boolean isProcessing(JsonParser json) throws IOException {
    boolean processing = false;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      boolean here = json.currentName().equals("is_processing");
      processing |= json.nextToken() == JsonToken.VALUE_TRUE && here;
      json.skipChildren();
    }
    return processing;
  }
}
