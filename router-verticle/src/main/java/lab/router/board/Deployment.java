package lab.router.board;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import lab.contract.AttemptOutcome;
import lab.router.board.Board.Score;
import lab.router.circuit.CircuitRules;

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
  private final AtomicLong nextFigures = new AtomicLong(Long.MIN_VALUE);
  private volatile Figures figures = Figures.UNKNOWN;
  private volatile Score score = Score.UNKNOWN;

  Deployment(CircuitRules rules) {
    fuse = new Fuse(rules);
  }

  Load load() {
    return load;
  }

  Fuse fuse() {
    return fuse;
  }

  void note(AttemptOutcome outcome, Instant now) {
    experience.note(outcome, now);
    long due = nextFigures.get();
    long millis = now.toEpochMilli();
    if (millis >= due && nextFigures.compareAndSet(due, millis + AT_MOST_EVERY.toMillis())) {
      refresh(now);
    }
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
