package lab.router.board;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import lab.router.board.Board.Cooling;
import lab.router.circuit.Circuit;
import lab.router.circuit.CircuitRules;
import lab.router.circuit.Event;
import org.jspecify.annotations.Nullable;

/** Holds one circuit. Any thread, without waiting. */
final class Fuse {
  private final CircuitRules rules;
  private final AtomicReference<Circuit> circuit = new AtomicReference<>(Circuit.NEW);

  Fuse(CircuitRules rules) {
    this.rules = rules;
  }

  void note(Event event, Instant now) {
    circuit.getAndUpdate(before -> rules.after(before, event, now));
  }

  Circuit circuit() {
    return circuit.get();
  }

  /** Why and until when there is no further request, or null where there may be one. */
  @Nullable Cooling cooling(int inFlight, Instant now) {
    Circuit seen = circuit.get();
    Instant until = CircuitRules.outUntil(seen, inFlight, now);
    return until == null ? null : new Cooling(until, State.of(seen).because());
  }
}
