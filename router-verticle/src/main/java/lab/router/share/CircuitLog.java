package lab.router.share;

import lab.contract.CircuitChanged.Place;
import lab.contract.NodeId;
import lab.router.board.State;
import lab.router.circuit.Circuit;
import lab.router.circuit.Circuit.Closed;
import lab.router.circuit.Circuit.Cooling;
import lab.router.circuit.Circuit.Probing;
import lab.router.circuit.Circuit.Recovering;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** One line for each change that an operator wants to know of. */
final class CircuitLog {
  private static final Logger LOG = LoggerFactory.getLogger(CircuitLog.class);

  private CircuitLog() {}

  /**
   * A circuit changed.
   *
   * @param by who found it
   */
  static void changed(Place place, Circuit before, Circuit after, NodeId by) {
    switch (after) {
      case Cooling rest when before instanceof Closed || before instanceof Recovering ->
          log(Level.WARN, place, rest, by, "out of use");
      case Cooling rest when before instanceof Probing(_, Cooling from) && !rest.equals(from) ->
          log(Level.INFO, place, rest, by, "still out of use");
      case Recovering back when !(before instanceof Recovering) ->
          log(Level.INFO, place, back, by, "works again and gets a part of its share");
      case Closed _ when before instanceof Recovering ->
          log(Level.INFO, place, before, by, "back in full use");
      case Closed _, Cooling _, Probing _, Recovering _ -> {}
    }
  }

  private static void log(Level level, Place place, Circuit circuit, NodeId by, String what) {
    var line =
        LOG.atLevel(level)
            .addKeyValue("provider", place.provider())
            .addKeyValue("because", State.because(circuit))
            .addKeyValue("node", by);
    if (place.model() != null) {
      line = line.addKeyValue("model", place.model());
    }
    line.log(what);
  }
}
