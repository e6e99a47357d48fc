package lab.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** The id of one client request: {@code x-litellm-call-id}. */
public record CallId(@JsonValue String value) {
  @JsonCreator
  public CallId {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("a call id must not be empty");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
