package lab.router.board;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import lab.contract.CircuitChanged.Place;
import lab.contract.NodeId;
import lab.router.board.Board.Cooling;
import lab.router.board.Board.Turn;
import lab.router.circuit.Agreement;
import lab.router.circuit.Circuit;
import lab.router.circuit.CircuitRules;
import lab.router.circuit.Event;
import lab.router.circuit.Ramp;
import org.jspecify.annotations.Nullable;

/** Holds one circuit, and lets in those requests that it admits. Any thread, without waiting. */
final class Fuse {
  /** How soon whoever was left out may ask again. */
  private static final Duration SOON = Duration.ofSeconds(1);

  private final Place place;
  private final Link link;
  private final AtomicReference<Circuit> circuit = new AtomicReference<>(Circuit.NEW);

  /** Which other node found what it is in, or null for this one. For people only. */
  private volatile @Nullable NodeId foundBy;

  /** Until when a request that was let in to try may begin, in milliseconds from 1970. */
  private final AtomicLong reserved = new AtomicLong();

  /** How many other nodes try whether it works again. */
  private final AtomicInteger triedElsewhere = new AtomicInteger();

  /** Requests that would have gone there since it came back. */
  private final AtomicLong turns = new AtomicLong();

  Fuse(Place place, Link link) {
    this.place = place;
    this.link = link;
  }

  void note(Event event, Instant now) {
    Circuit before;
    Circuit after;
    do {
      before = circuit.get();
      after = link.terms().rules().after(before, event, now);
    } while (after != before && !circuit.compareAndSet(before, after));
    if (after instanceof Circuit.Closed && before instanceof Circuit.Closed) {
      return;
    }
    if (after != before) {
      reserved.set(0);
      if (CircuitRules.news(before, after) != null) {
        foundBy = null;
      }
      link.others().changed(place, before, after);
    }
  }

  /** Takes in what another node found; returns what was held true before. */
  Circuit adopt(Circuit.Shared told, NodeId by) {
    Circuit before;
    Circuit after;
    do {
      before = circuit.get();
      after = Agreement.adopt(before, told);
    } while (after != before && !circuit.compareAndSet(before, after));
    if (after != before) {
      foundBy = by;
    }
    return before;
  }

  /** As if nothing had been found. Nobody is told: it is no news of the provider. */
  void forget() {
    circuit.set(Circuit.NEW);
    reserved.set(0);
    foundBy = null;
  }

  /** For people. */
  State state() {
    return State.of(circuit.get(), foundBy, link.terms().rules().ramp());
  }

  Place place() {
    return place;
  }

  Circuit circuit() {
    return circuit.get();
  }

  /** Whether requests go there without being counted or chosen. */
  boolean isClosed() {
    return circuit.get() instanceof Circuit.Closed;
  }

  /**
   * Why and until when this request does not go there, or null where it may.
   *
   * @param down whether the last poll found it down: a bad time to try
   */
  @Nullable Cooling cooling(Turn turn, boolean down, Instant now) {
    Circuit seen = circuit.get();
    return switch (seen) {
      case Circuit.Closed _ -> null;
      case Circuit.Recovering back -> comingBack(back, turn, now);
      case Circuit.Cooling _, Circuit.Probing _ -> resting(seen, turn, down, now);
    };
  }

  private @Nullable Cooling comingBack(Circuit.Recovering back, Turn turn, Instant now) {
    Ramp ramp = link.terms().rules().ramp();
    Instant next = ramp.nextStep(back.since(), now);
    if (next == null) {
      return null;
    }
    boolean admitted =
        switch (turn) {
          case NONE -> false;
          case LOOK -> Ramp.admits(turns.get(), ramp.share(back.since(), now));
          case TAKE -> Ramp.admits(turns.getAndIncrement(), ramp.share(back.since(), now));
        };
    return admitted ? null : new Cooling(next, State.because(back), true);
  }

  private @Nullable Cooling resting(Circuit seen, Turn turn, boolean down, Instant now) {
    Instant from = CircuitRules.mayTryFrom(seen);
    if (from != null && now.isBefore(from)) {
      return new Cooling(from, State.because(seen));
    }
    boolean admitted =
        !down
            && switch (turn) {
              case NONE -> false;
              case LOOK -> isFree(now);
              case TAKE -> isFree(now) && link.others().mayTry(place, now) && reserve(now);
            };
    return admitted ? null : new Cooling(now.plus(SOON), State.because(seen));
  }

  /** So many more nodes than before try whether it works again. */
  void elsewhere(int more) {
    triedElsewhere.getAndAdd(more);
  }

  private boolean isFree(Instant now) {
    return triedElsewhere.get() <= 0 && now.toEpochMilli() >= reserved.get();
  }

  private boolean reserve(Instant now) {
    long before = reserved.get();
    long until = now.plus(SOON).toEpochMilli();
    return now.toEpochMilli() >= before && reserved.compareAndSet(before, until);
  }
}
