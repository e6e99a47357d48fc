package lab.router.share;

import lab.contract.CircuitChanged.Place;
import lab.contract.NodeId;
import lab.router.board.Elsewhere;
import lab.router.circuit.Circuit;

/**
 * A node without a cluster: there is nobody to tell, and it may always try.
 *
 * @param self its id
 */
public record Alone(NodeId self) implements Elsewhere {
  @Override
  public void changed(Place place, Circuit before, Circuit after) {
    CircuitLog.changed(place, before, after, self);
  }
}
