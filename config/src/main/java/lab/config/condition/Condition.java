package lab.config.condition;

import java.util.Set;

/** A condition of the configuration, parsed and type-checked. Immutable. */
public interface Condition {
  /** Whether it is true of a request. Total: never throws, and an unknown fact is equal to none. */
  boolean holds(Facts facts);

  /** As the configuration writes it. */
  String written();

  /** Every fact that it reads. */
  Set<Fact> facts();

  /** Every header that it reads, in lower case. */
  Set<String> headers();

  /** Every key of the metadata that it reads. */
  Set<String> metadata();

  /** Whether it reads what the client wrote for routing: {@code header.*} or {@code metadata.*}. */
  default boolean readsRequest() {
    return !headers().isEmpty() || !metadata().isEmpty();
  }
}
