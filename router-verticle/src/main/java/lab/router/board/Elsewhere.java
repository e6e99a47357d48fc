package lab.router.board;

import java.time.Instant;
import lab.contract.CircuitChanged.Place;
import lab.router.circuit.Circuit;

/** The other nodes, as a board speaks to them. Called on every event loop; never waits. */
public interface Elsewhere {
  /** There are none. */
  Elsewhere NOBODY = new Elsewhere() {};

  /** Whether anybody wants to hear of attempts. */
  default boolean listens() {
    return false;
  }

  /** An attempt failed here. */
  default void failed() {}

  /**
   * A circuit is in another state, by what happened here.
   *
   * @param place whose circuit
   * @param before what it was
   * @param after what it is
   */
  default void changed(Place place, Circuit before, Circuit after) {}

  /**
   * Whether this node may send the one request that tries whether it works again. Where that is not
   * known yet, it is asked for, and known soon.
   */
  default boolean mayTry(Place place, Instant now) {
    return true;
  }
}
