package lab.router.board;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import lab.contract.AttemptOutcome;
import lab.contract.ModelName;
import lab.contract.ProviderDigest.OfModel;
import lab.router.board.Board.Score;
import lab.router.circuit.Event;
import org.jspecify.annotations.Nullable;

/**
 * One model of one provider: its load, its circuit and how it did. Any thread, without waiting.
 *
 * <p>Figures are worked out by whoever writes, at most ten times a second, and by the node's clock,
 * so that they age where nobody writes; whoever reads takes the last ones.
 */
final class Deployment {
  private static final Duration AT_MOST_EVERY = Duration.ofMillis(100);

  private final Load load = new Load();
  private final Fuse fuse;
  private final Experience experience = new Experience();
  private final AtomicReference<@Nullable Tally> untold = new AtomicReference<>();
  private final AtomicLong nextFigures = new AtomicLong(Long.MIN_VALUE);
  private volatile Figures figures = Figures.UNKNOWN;
  private volatile Score score = Score.UNKNOWN;

  Deployment(Fuse fuse) {
    this.fuse = fuse;
  }

  Load load() {
    return load;
  }

  Fuse fuse() {
    return fuse;
  }

  /**
   * An attempt ended here.
   *
   * @param told whether other nodes want to hear of it
   */
  void note(AttemptOutcome outcome, boolean told, Instant now) {
    experience.note(outcome, now);
    if (told) {
      tally().note(outcome);
    }
    refreshSoon(now);
  }

  /** Attempts ended at another node. */
  void note(OfModel elsewhere, Instant now) {
    fuse.note(new Event.Heard(elsewhere.successes(), elsewhere.failures()), now);
    experience.note(elsewhere, now);
    refreshSoon(now);
  }

  private void refreshSoon(Instant now) {
    long due = nextFigures.get();
    long millis = now.toEpochMilli();
    if (millis >= due && nextFigures.compareAndSet(due, millis + AT_MOST_EVERY.toMillis())) {
      refresh(now);
    }
  }

  /** Most models of a long list are never asked for. */
  private Tally tally() {
    Tally there = untold.get();
    if (there != null) {
      return there;
    }
    Tally first = new Tally();
    return untold.compareAndSet(null, first) ? first : tally();
  }

  /** What other nodes have not heard of, or null where that is nothing. */
  @Nullable OfModel untold(ModelName model) {
    Tally tally = untold.get();
    int inFlight = load.own();
    if (tally == null && inFlight == 0) {
      return null;
    }
    OfModel told = tally().empty(model, inFlight);
    boolean nothing =
        inFlight == 0
            && told.successes() == 0
            && told.unreached() == 0
            && told.failures().isEmpty()
            && told.firstContent().isEmpty()
            && told.perToken().isEmpty();
    return nothing ? null : told;
  }

  /** Works the figures out anew. */
  void refresh(Instant now) {
    Figures fresh = experience.figures(now);
    if (!fresh.equals(figures)) {
      figures = fresh;
      score = fresh.score();
    }
  }

  Figures figures() {
    return figures;
  }

  Score score() {
    return score;
  }
}
