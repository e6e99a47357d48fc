package lab.gateway.upstream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import lab.contract.Candidate;
import lab.contract.FailureKind;
import lab.contract.RouteDecision;
import lab.dialect.Failure;
import org.jspecify.annotations.Nullable;

/**
 * What a walk decides: who is tried next, who a second time, and which of several failures the
 * client is told of. Knows neither clock nor network.
 */
final class Course {
  private final RouteDecision.Go go;
  private final RandomGenerator random;

  /** Not tried yet, in order. */
  private final List<Candidate> ahead;

  private final List<Candidate> behind = new ArrayList<>(2);
  private Candidate current;
  private int retries;
  private boolean secondTry;
  private @Nullable Failure worth;
  private @Nullable Failure passedOver;

  /** What to do after a failure. */
  sealed interface Step {
    /** Try the same candidate again after this pause. */
    record Again(Duration pause) implements Step {}

    /** Try {@link #current}, which is another one now. */
    record Next() implements Step {}

    /** Tell the client of this failure. */
    record GiveUp(Failure failure) implements Step {}
  }

  /**
   * What bounds second tries.
   *
   * @param retries second tries in the whole request
   * @param timeLeft for the whole request
   */
  record Bounds(int retries, Duration timeLeft) {}

  Course(RouteDecision.Go go, RandomGenerator random) {
    this.go = go;
    this.random = random;
    this.ahead = new ArrayList<>(go.inOrder());
    this.current = ahead.removeFirst();
  }

  /** Whose turn it is. */
  Candidate current() {
    return current;
  }

  /**
   * The candidate at hand was tried and failed before any content.
   *
   * @param reached whether its server was reached at all
   */
  Step failed(Failure failure, boolean reached, Bounds bounds) {
    remember(failure);
    Duration pause =
        secondTry || retries >= bounds.retries
            ? null
            : SecondTry.pause(failure, reached, !ahead.isEmpty(), random);
    if (pause != null && pause.compareTo(bounds.timeLeft) < 0) {
      secondTry = true;
      retries++;
      return new Step.Again(pause);
    }
    boolean answered = putNext(answersTo(failure.kind()));
    return answered || failure.kind().movesOn() ? next() : giveUp();
  }

  /** The candidate at hand can not be asked at all, which says nothing of the others. */
  Step passOver(Failure failure) {
    // Told only where nobody could be asked: that others can not take it is no fault of the
    // request's when the one who can is down.
    passedOver = passedOver == null ? failure : passedOver;
    return next();
  }

  /** The candidate at hand is at its limit, which time will mend. */
  Step leftOut(Failure limit) {
    remember(limit);
    return next();
  }

  private Step next() {
    if (ahead.isEmpty()) {
      return giveUp();
    }
    behind.add(current);
    current = ahead.removeFirst();
    secondTry = false;
    return new Step.Next();
  }

  private Step giveUp() {
    Failure told = worth == null ? passedOver : worth;
    if (told == null) {
      throw new IllegalStateException("gave up on " + current + " without a failure");
    }
    return new Step.GiveUp(told);
  }

  /** Who may do better where the request itself was the reason. */
  private List<Candidate> answersTo(FailureKind kind) {
    return switch (kind) {
      case TOO_LONG -> go.onTooLong();
      case FILTERED -> go.onFiltered();
      case AUTH,
          CREDITS,
          RATE,
          OVERLOAD,
          LOADING,
          SERVER,
          TIMEOUT,
          NOT_FOUND,
          BAD_REQUEST,
          CANCELLED ->
          List.of();
    };
  }

  /** Puts those of them that were not tried before all others, and says whether there are any. */
  private boolean putNext(List<Candidate> answers) {
    List<Candidate> fresh =
        answers.stream()
            .filter(one -> !same(one, current) && behind.stream().noneMatch(old -> same(old, one)))
            .toList();
    ahead.removeIf(later -> fresh.stream().anyMatch(one -> same(one, later)));
    ahead.addAll(0, fresh);
    return !fresh.isEmpty();
  }

  /** Whether they are one deployment, for whatever reason each of them is in a list. */
  private static boolean same(Candidate a, Candidate b) {
    return a.provider().equals(b.provider()) && a.model().equals(b.model());
  }

  private void remember(Failure failure) {
    if (worth == null || rank(failure.kind()) < rank(worth.kind())) {
      worth = failure;
    } else if (rank(failure.kind()) == rank(worth.kind())
        && failure.retryAfter() != null
        && (worth.retryAfter() == null || failure.retryAfter().compareTo(worth.retryAfter()) < 0)) {
      // All of a kind: the client may come back when the first of them is free again.
      worth = failure;
    }
  }

  /**
   * Which of several failures a client is told of. What is wrong with the request itself comes
   * first, for others would say the same; then what time will mend, so that clients that retry do.
   */
  private static int rank(FailureKind kind) {
    return switch (kind) {
      case CANCELLED, BAD_REQUEST, FILTERED, TOO_LONG -> 0;
      case RATE -> 1;
      case OVERLOAD -> 2;
      case LOADING -> 3;
      case TIMEOUT -> 4;
      case SERVER -> 5;
      case CREDITS -> 6;
      case AUTH -> 7;
      case NOT_FOUND -> 8;
    };
  }
}
