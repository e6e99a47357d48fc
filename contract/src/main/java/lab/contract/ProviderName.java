package lab.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** The name of a provider: its key in {@code providers.yaml}. */
public record ProviderName(@JsonValue String value) {
  @JsonCreator
  public ProviderName {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("a provider name must not be empty");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
