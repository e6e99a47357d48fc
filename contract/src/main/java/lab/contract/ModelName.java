package lab.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** The name of a model, as a client or a provider uses it. */
public record ModelName(@JsonValue String value) {
  @JsonCreator
  public ModelName {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("a model name must not be empty");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
