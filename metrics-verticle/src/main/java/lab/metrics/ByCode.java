package lab.metrics;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BiFunction;
import lab.contract.Operation;

/** A counter for each operation and status, made when the first of its kind comes. */
final class ByCode {
  private final Map<Operation, AtomicReferenceArray<Count>> counts = new EnumMap<>(Operation.class);
  private final BiFunction<Operation, String, Count> made;

  /**
   * @param made gives the counter of an operation and a code, the same each time
   */
  ByCode(BiFunction<Operation, String, Count> made) {
    this.made = made;
    for (Operation operation : Operation.values()) {
      counts.put(operation, new AtomicReferenceArray<>(Codes.COUNT));
    }
  }

  void increment(Operation operation, int status) {
    AtomicReferenceArray<Count> ofIt = Objects.requireNonNull(counts.get(operation));
    int place = Codes.place(status);
    Count known = ofIt.get(place);
    if (known == null) {
      known = made.apply(operation, Codes.label(status));
      ofIt.set(place, known);
    }
    known.increment();
  }
}
