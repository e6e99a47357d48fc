package lab.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** The id of one node of the cluster, unique among the living. */
public record NodeId(@JsonValue String value) {
  @JsonCreator
  public NodeId {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("a node id must not be empty");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
