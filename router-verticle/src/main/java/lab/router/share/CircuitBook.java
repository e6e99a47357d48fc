package lab.router.share;

import io.vertx.core.Context;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import lab.contract.CircuitChanged;
import lab.contract.CircuitChanged.Place;
import lab.contract.NodeId;
import lab.router.board.NodeBoard;
import lab.router.circuit.Circuit;
import lab.router.circuit.Circuit.Probing;
import lab.router.circuit.Circuit.Shared;
import lab.router.share.Entry.Claim;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the board's circuits and the shared ones the same, and holds this node's claims. Where the
 * shared ones can not be reached, the node goes by its own: then each node may try for itself.
 */
final class CircuitBook {
  private static final Logger LOG = LoggerFactory.getLogger(CircuitBook.class);

  private final NodeBoard board;
  private final Ledger ledger;
  private final NodeId self;
  private final InstantSource clock;
  private final Claims claims = new Claims();

  CircuitBook(NodeBoard board, Ledger ledger, NodeId self, InstantSource clock) {
    this.board = board;
    this.ledger = ledger;
    this.self = self;
    this.clock = clock;
  }

  /** Another node told of a circuit. */
  void hear(CircuitChanged told) {
    if (!told.by().equals(self)) {
      adopt(told);
    }
  }

  private void adopt(CircuitChanged told) {
    Circuit before = board.adopt(told.place(), Told.circuit(told), told.by());
    Circuit after = board.circuit(told.place());
    if (before != null && after != null && !after.equals(before)) {
      CircuitLog.changed(told.place(), before, after, told.by());
    }
  }

  /** This node found something. */
  void write(CircuitChanged told) {
    ledger
        .note(told)
        .onSuccess(entry -> adopt(entry.told()))
        .onFailure(why -> LOG.atDebug().setCause(why).log("circuit not written"));
  }

  /** Reads what all know, and writes what only this node does: messages and writes may be lost. */
  Future<Void> reload() {
    Instant now = clock.instant();
    return ledger
        .load(now)
        .<Void>map(
            entries -> {
              compare(entries, now);
              return null;
            });
  }

  private void compare(List<Entry> entries, Instant now) {
    Map<Place, CircuitChanged> known = new HashMap<>();
    for (Entry entry : entries) {
      known.put(entry.told().place(), entry.told());
      adopt(entry.told());
    }
    board
        .notClosed()
        .forEach(
            (place, circuit) -> {
              CircuitChanged shared = known.get(place);
              if (circuit instanceof Shared own
                  && (shared == null || !Told.circuit(shared).equals(own))
                  && !new Entry(Told.of(place, own, self), null).isOld(now)) {
                write(Told.of(place, own, self));
              }
            });
  }

  /** Whether this node may try; else it asks, and soon knows. Any thread. */
  boolean mayTry(Place place, Instant now, Context context) {
    if (claims.isMine(place, now)) {
      return true;
    }
    if (claims.shouldAsk(place, now)) {
      context.runOnContext(asks -> ask(place));
    }
    return false;
  }

  private void ask(Place place) {
    Instant now = clock.instant();
    Instant until = now.plus(Claims.LASTS);
    Shared rest = resting(place);
    if (rest == null) {
      return;
    }
    Claim wanted = new Claim(self, until);
    ledger
        .claim(Told.of(place, rest, self), wanted, now)
        .timeout(Claims.ASKED_EVERY.toMillis(), TimeUnit.MILLISECONDS)
        .onSuccess(
            entry -> {
              adopt(entry.told());
              if (wanted.equals(entry.claim())) {
                given(place, rest, until);
              }
            })
        // Advice that can not be had is done without.
        .onFailure(unreachable -> given(place, rest, until));
  }

  /** The rest may have ended while it was asked for, and the right is for no other. */
  private void given(Place place, Shared asked, Instant until) {
    Shared rest = resting(place);
    if (rest != null && rest.rest().since().equals(asked.rest().since())) {
      claims.given(place, until);
    }
  }

  /** The rest that somebody tries to end, or null where it is over. */
  private @Nullable Shared resting(Place place) {
    return switch (board.circuit(place)) {
      case Circuit.Cooling rest -> rest;
      case Probing(_, Circuit.Cooling from) -> from;
      case Circuit.Closed _, Circuit.Recovering _ -> null;
      case null -> null;
    };
  }

  /** A try that takes long keeps its claim; claims that ended are forgotten. */
  void renew() {
    Instant now = clock.instant();
    claims.dropOld(now);
    board
        .notClosed()
        .forEach(
            (place, circuit) -> {
              if (circuit instanceof Probing && claims.isMine(place, now)) {
                ask(place);
              }
            });
  }

  /** A try is over. Any thread. */
  void tried(Place place) {
    claims.forget(place);
  }
}
