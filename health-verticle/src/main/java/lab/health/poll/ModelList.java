package lab.health.poll;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lab.contract.ModelName;
import org.jspecify.annotations.Nullable;

/** The shapes in which servers list their models, and how to read the names out of them. */
enum ModelList {
  /** {@code {"models":[{"name":"llama3.1:latest","size":1,..}]}}. */
  OLLAMA("models", "name"),
  /** {@code {"data":[{"id":"m","object":"model",..}]}}; some servers send the array alone. */
  OPENAI("data", "id");

  private static final JsonFactory JSON = new JsonFactory();

  private final String array;
  private final String name;

  ModelList(String array, String name) {
    this.array = array;
    this.name = name;
  }

  /**
   * The names, in the order of the list and without repeats.
   *
   * @return empty where this is no such list
   */
  Optional<List<ModelName>> read(byte[] body) {
    try (JsonParser json = JSON.createParser(body)) {
      return switch (json.nextToken()) {
        case START_ARRAY -> Optional.of(entries(json));
        case START_OBJECT -> inObject(json);
        case null, default -> Optional.empty();
      };
    } catch (IOException notJson) {
      return Optional.empty();
    }
  }

  private Optional<List<ModelName>> inObject(JsonParser json) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      JsonToken value = json.nextToken();
      if (field.equals(array) && value == JsonToken.START_ARRAY) {
        return Optional.of(entries(json));
      }
      json.skipChildren();
    }
    return Optional.empty();
  }

  private List<ModelName> entries(JsonParser json) throws IOException {
    Set<ModelName> names = new LinkedHashSet<>();
    for (JsonToken entry = json.nextToken();
        entry != JsonToken.END_ARRAY;
        entry = json.nextToken()) {
      if (entry == null) {
        throw new IOException("the list is cut off");
      }
      String found = entry == JsonToken.START_OBJECT ? nameIn(json) : null;
      if (found != null && !found.isEmpty()) {
        names.add(new ModelName(found));
      }
      if (entry == JsonToken.START_ARRAY) {
        json.skipChildren();
      }
    }
    return List.copyOf(names);
  }

  private @Nullable String nameIn(JsonParser json) throws IOException {
    String found = null;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      boolean here = json.currentName().equals(name);
      if (json.nextToken() == JsonToken.VALUE_STRING && here) {
        found = json.getText();
      }
      json.skipChildren();
    }
    return found;
  }
}
