package lab.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import lab.contract.Candidate;
import lab.contract.FailureKind;
import lab.contract.ModelName;
import lab.contract.ProviderName;
import lab.contract.RouteDecision;
import lab.contract.SourceRef;
import lab.contract.Stage;
import lab.contract.Why;
import lab.dialect.Failure;
import lab.gateway.upstream.Course.Bounds;
import lab.gateway.upstream.Course.Step;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Whose turn it is, and what the client is told in the end. Candidates are single letters. */
class CourseTest {
  private static final Why WHY = new Why(Stage.EXACT, "test", SourceRef.BUILT_IN, List.of());
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Bounds NO_RETRIES = new Bounds(0, LONG);

  private static Course course(String inOrder, String onTooLong, String onFiltered) {
    return new Course(
        new RouteDecision.Go(
            all(inOrder, "exact"),
            all(onTooLong, "context_window"),
            all(onFiltered, "content_policy"),
            WHY),
        new Random(1));
  }

  private static Course course(String inOrder) {
    return course(inOrder, "", "");
  }

  private static List<Candidate> all(String names, String source) {
    return names
        .chars()
        .mapToObj(
            c -> new Candidate(new ProviderName(Character.toString(c)), new ModelName("m"), source))
        .toList();
  }

  private static Failure failure(FailureKind kind) {
    return Failure.of(kind, "words of " + kind);
  }

  private static Failure failure(FailureKind kind, @Nullable Duration retryAfter) {
    return new Failure(kind, "words of " + kind, null, null, retryAfter);
  }

  /** Who is tried when every candidate fails so, in order. */
  private static String walked(Course course, FailureKind kind) {
    StringBuilder tried = new StringBuilder();
    while (true) {
      tried.append(course.current().provider());
      if (course.failed(failure(kind), true, NO_RETRIES) instanceof Step.GiveUp) {
        return tried.toString();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void afterAFailureTheNextIsTriedWhereItsKindAllows(FailureKind kind) {
    assertThat(walked(course("abc"), kind)).isEqualTo(kind.movesOn() ? "abc" : "a");
  }

  @ParameterizedTest(name = "{0}, too long {1}, filtered {2}: {3} finds it so, {4} are tried")
  @CsvSource({
    // Those for the kind come next, before the rest, which the kind does not lead to.
    "ab, xy, '', TOO_LONG, axy",
    "ab, '', xy, FILTERED, axy",
    // Each list is for its own kind.
    "ab, xy, '', FILTERED, a",
    "ab, '', xy, TOO_LONG, a",
    "ab, xy, '', SERVER, ab",
    // Nobody is tried twice, for whatever reason it is in a list.
    "ab, ax, '', TOO_LONG, ax",
    "ab, bx, '', TOO_LONG, abx",
    "a, a, '', TOO_LONG, a",
  })
  void aPromptThatIsTooLongOrFilteredGoesToThoseForIt(
      String inOrder, String onTooLong, String onFiltered, FailureKind kind, String tried) {
    assertThat(walked(course(inOrder, onTooLong, onFiltered), kind)).isEqualTo(tried);
  }

  @Test
  void theRestComesAfterThoseForAPromptThatIsTooLongWhereTheyFailForAnotherReason() {
    // Given
    Course course = course("abc", "cx", "");

    // When
    List<String> tried = new ArrayList<>();
    FailureKind kind = FailureKind.TOO_LONG;
    Step step = new Step.Next();
    while (step instanceof Step.Next) {
      tried.add(course.current().provider().value());
      step = course.failed(failure(kind), true, NO_RETRIES);
      kind = FailureKind.SERVER;
    }

    // Then: c moved up and is not tried a second time
    assertThat(tried).containsExactly("a", "c", "x", "b");
  }

  @Test
  void theSecondTriesOfTheWholeRequestAreCounted() {
    // Given
    Course course = course("ab");
    Bounds one = new Bounds(1, LONG);

    // Then: a has the only one
    assertThat(course.failed(failure(FailureKind.SERVER), true, one))
        .isInstanceOf(Step.Again.class);
    assertThat(course.failed(failure(FailureKind.SERVER), true, one)).isInstanceOf(Step.Next.class);
    assertThat(course.failed(failure(FailureKind.SERVER), true, one))
        .isInstanceOf(Step.GiveUp.class);
  }

  @Test
  void nobodyIsTriedAThirdTime() {
    // Given
    Course course = course("a");
    Bounds many = new Bounds(10, LONG);

    // Then
    assertThat(course.failed(failure(FailureKind.SERVER), true, many))
        .isInstanceOf(Step.Again.class);
    assertThat(course.failed(failure(FailureKind.SERVER), true, many))
        .isInstanceOf(Step.GiveUp.class);
  }

  @Test
  void aPauseThatIsLongerThanTheTimeLeftIsNotBegun() {
    Bounds hurried = new Bounds(10, Duration.ofMillis(10));
    assertThat(course("a").failed(failure(FailureKind.SERVER), true, hurried))
        .isInstanceOf(Step.GiveUp.class);
  }

  @ParameterizedTest
  @CsvSource({
    "SERVER, RATE, RATE",
    "RATE, SERVER, RATE",
    "NOT_FOUND, AUTH, AUTH",
    "CREDITS, TIMEOUT, TIMEOUT",
    "SERVER, TOO_LONG, TOO_LONG",
    "OVERLOAD, LOADING, OVERLOAD",
  })
  void theClientIsToldOfWhatItCanDoMostAbout(FailureKind a, FailureKind b, FailureKind told) {
    // Given
    Course course = course("ab");
    Step unused = course.failed(failure(a), true, NO_RETRIES);

    // When
    Step last = course.failed(failure(b), true, NO_RETRIES);

    // Then
    assertThat(last).isEqualTo(new Step.GiveUp(failure(told)));
  }

  @Test
  void whoIsAtALimitIsLeftOutAndToldOfBeforeOthersThatFailed() {
    // Given
    Course course = course("abc");

    // When
    Step afterLimit = course.leftOut(failure(FailureKind.RATE, Duration.ofSeconds(20)));
    Step afterFailure = course.failed(failure(FailureKind.SERVER), true, NO_RETRIES);
    Step last = course.leftOut(failure(FailureKind.RATE, Duration.ofSeconds(10)));

    // Then: the limit that ends first, as waiting mends it
    assertThat(afterLimit).isEqualTo(new Step.Next());
    assertThat(afterFailure).isEqualTo(new Step.Next());
    assertThat(last).isEqualTo(new Step.GiveUp(failure(FailureKind.RATE, Duration.ofSeconds(10))));
  }

  @Test
  void ofSeveralRateLimitsTheOneThatEndsFirstIsTold() {
    // Given
    Course course = course("abc");
    Failure soon = failure(FailureKind.RATE, Duration.ofSeconds(9));

    // When
    Step unused = course.failed(failure(FailureKind.RATE), true, NO_RETRIES);
    Step unusedToo = course.failed(soon, true, NO_RETRIES);
    Step last = course.failed(failure(FailureKind.RATE, Duration.ofSeconds(60)), true, NO_RETRIES);

    // Then
    assertThat(last).isEqualTo(new Step.GiveUp(soon));
  }

  @Test
  void thatOneCanNotBeAskedIsToldOnlyWhereNobodyCould() {
    // Given
    Failure cannot = failure(FailureKind.BAD_REQUEST);
    Course none = course("ab");
    Course other = course("ab");

    // When
    Step unused = none.passOver(cannot);
    Step unusedToo = other.passOver(cannot);

    // Then
    assertThat(none.passOver(failure(FailureKind.SERVER))).isEqualTo(new Step.GiveUp(cannot));
    assertThat(other.failed(failure(FailureKind.SERVER), true, NO_RETRIES))
        .isEqualTo(new Step.GiveUp(failure(FailureKind.SERVER)));
  }

  @Property(tries = 500)
  void nobodyHasAThirdTurnAndEveryWalkEnds(
      @ForAll @Size(min = 1, max = 6) Set<@CharRange(from = 'a', to = 'h') Character> inOrder,
      @ForAll @Size(max = 4) Set<@CharRange(from = 'a', to = 'h') Character> onTooLong,
      @ForAll @Size(max = 4) Set<@CharRange(from = 'a', to = 'h') Character> onFiltered,
      @ForAll @Size(30) List<FailureKind> kinds) {
    // Given
    Course course = course(joined(inOrder), joined(onTooLong), joined(onFiltered));
    Set<ProviderName> begun = new HashSet<>(Set.of(course.current().provider()));
    boolean again = false;

    for (FailureKind kind : kinds) {
      // When
      Step step = course.failed(failure(kind), true, new Bounds(3, LONG));

      // Then
      switch (step) {
        case Step.Again second -> {
          assertThat(again).isFalse();
          again = true;
        }
        case Step.Next next -> {
          assertThat(begun.add(course.current().provider())).isTrue();
          again = false;
        }
        case Step.GiveUp end -> {
          return;
        }
      }
    }
    throw new AssertionError("more turns than candidates have");
  }

  private static String joined(Set<Character> letters) {
    StringBuilder all = new StringBuilder();
    letters.forEach(all::append);
    return all.toString();
  }
}
