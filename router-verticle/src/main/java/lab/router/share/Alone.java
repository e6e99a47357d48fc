package lab.router.share;

import lab.contract.CircuitChanged;
import lab.contract.CircuitChanged.Place;
import lab.contract.bus.Bus;
import lab.router.board.Elsewhere;
import lab.router.circuit.Circuit;
import lab.router.circuit.CircuitRules;

/**
 * A node without a cluster: it may always try, and only its own metrics hear what changes.
 *
 * @param bus of the node
 */
public record Alone(Bus bus) implements Elsewhere {
  @Override
  public void changed(Place place, Circuit before, Circuit after) {
    CircuitLog.changed(place, before, after, bus.node());
    Circuit.Shared news = CircuitRules.news(before, after);
    if (news != null) {
      bus.tell(CircuitChanged.OWN, Told.of(place, news, bus.node()));
    }
  }
}
