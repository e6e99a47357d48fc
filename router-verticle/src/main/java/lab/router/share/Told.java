package lab.router.share;

import lab.contract.CircuitChanged;
import lab.contract.CircuitChanged.Place;
import lab.contract.NodeId;
import lab.router.circuit.Agreement;
import lab.router.circuit.Circuit.Cooling;
import lab.router.circuit.Circuit.Recovering;
import lab.router.circuit.Circuit.Shared;
import lab.router.circuit.Recent;

/** Circuits as they travel. */
final class Told {
  private Told() {}

  static CircuitChanged of(Place place, Shared circuit, NodeId by) {
    Cooling rest = circuit.rest();
    return new CircuitChanged(
        place,
        rest.since(),
        rest.until(),
        rest.because(),
        rest.strikes(),
        circuit instanceof Recovering back ? back.since() : null,
        by);
  }

  static Shared circuit(CircuitChanged told) {
    int strikes = Math.min(told.strikes(), Cooling.MOST_STRIKES);
    Cooling rest = new Cooling(told.since(), told.until(), told.because(), strikes);
    return told.recovering() == null ? rest : new Recovering(told.recovering(), rest, Recent.NONE);
  }

  /** What both agree on; {@code one} itself where the other says nothing new. */
  static CircuitChanged merge(CircuitChanged one, CircuitChanged other) {
    Shared known = circuit(one);
    Shared both = Agreement.merge(known, circuit(other));
    return both.equals(known) ? one : of(one.place(), both, other.by());
  }
}
