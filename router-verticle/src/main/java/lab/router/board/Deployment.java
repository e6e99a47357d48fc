package lab.router.board;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import lab.contract.AttemptOutcome;
import lab.contract.ModelName;
import lab.contract.ProviderDigest.OfModel;
import lab.router.board.Board.Score;
import lab.router.board.Figures.Times;
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
  private final Usual usual = new Usual();
  private final Link link;
  private final AtomicLong nextFigures = new AtomicLong(Long.MIN_VALUE);
  private volatile Figures figures = Figures.UNKNOWN;
  private volatile Score score = Score.UNKNOWN;
  private volatile @Nullable Slowness slowness;

  /** One of which nothing is known. */
  Deployment(Fuse fuse, Link link) {
    this.fuse = fuse;
    this.link = link;
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
    Duration first = outcome.toFirstContent();
    if (first != null && outcome.streamed()) {
      usual.note(first.toNanos() / 1e9, now);
    }
    if (told) {
      tally().note(outcome);
    }
    refreshSoon(now);
  }

  /** Attempts ended at another node. */
  void note(OfModel elsewhere, Instant now) {
    fuse.note(new Event.Heard(elsewhere.successes(), elsewhere.failures()), now);
    experience.note(elsewhere, now);
    usual.note(elsewhere.firstContent(), now);
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
    Duration slowFrom = link.terms().slowFrom();
    Times recent = fresh.firstContent();
    double median = Slowness.isPossible(recent, slowFrom) ? usual.median(now) : Double.NaN;
    slowness = Slowness.after(slowness, recent, median, slowFrom, now);
  }

  /** Since when and why it is slow, or null where it is not. */
  @Nullable Slowness slowness() {
    return slowness;
  }

  /** Adds its times to first content of late to sums by bucket. */
  void addFirstContent(long[] sums, Instant now) {
    experience.addFirstContent(sums, now);
  }

  Figures figures() {
    return figures;
  }

  Score score() {
    return score;
  }
}
