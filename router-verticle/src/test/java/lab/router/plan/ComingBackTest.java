package lab.router.plan;

import static lab.config.ProviderType.OPENAI_COMPATIBLE;
import static lab.router.plan.Asking.NOW;
import static lab.router.plan.Asking.chat;
import static lab.router.plan.Asking.planner;
import static lab.router.plan.Asking.told;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import lab.contract.AttemptOutcome;
import lab.contract.AttemptOutcome.Ending;
import lab.contract.AttemptStarted;
import lab.contract.CallId;
import lab.contract.Candidate;
import lab.contract.FailureKind;
import lab.contract.ModelName;
import lab.contract.ProviderName;
import lab.contract.Usage;
import lab.router.board.NodeBoard;
import org.junit.jupiter.api.Test;

/** How somebody who rested gets its requests again. */
class ComingBackTest {
  private static final Instant OVER = NOW.plusSeconds(60);
  private static final CallId CALL = new CallId("c");

  private final Rules rules =
      new Rules()
          .provider("a", OPENAI_COMPATIBLE, "m", "only-a")
          .provider("b", OPENAI_COMPATIBLE, "m");
  private final NodeBoard board = NodeBoard.of(rules.configuration());
  private final RoutePlanner planner = planner(rules.plan());

  private static Candidate a(String model) {
    return new Candidate(new ProviderName("a"), new ModelName(model), "exact");
  }

  private void rests(String model) {
    ends(model, new Ending.Failed(FailureKind.RATE, Duration.ofSeconds(60)), NOW);
  }

  private void comesBack(String model) {
    board.started(new AttemptStarted(CALL, a(model)), OVER);
    ends(model, new Ending.Succeeded(), OVER);
  }

  private void ends(String model, Ending ending, Instant now) {
    board.ended(
        new AttemptOutcome(CALL, a(model), ending, null, Duration.ZERO, Usage.UNKNOWN, true, null),
        now);
  }

  @Test
  void afterTheRestOneDecisionHasItAmongItsAttempts() {
    // Given
    rests("m");

    // When
    String first = told(planner.decide(chat("m"), board, OVER));
    String second = told(planner.decide(chat("m"), board, OVER));

    // Then
    assertThat(first).isEqualTo("a/m(exact) b/m(exact)");
    assertThat(second).isEqualTo("b/m(exact)");
  }

  @Test
  void aTryThatWasNotMadeIsGivenToAnother() {
    // Given
    rests("m");
    var unused = planner.decide(chat("m"), board, OVER);

    // When
    String later = told(planner.decide(chat("m"), board, OVER.plusSeconds(1)));

    // Then
    assertThat(later).isEqualTo("a/m(exact) b/m(exact)");
  }

  @Test
  void anExplanationTakesNobodysTurn() {
    // Given
    rests("m");

    // When
    String explained = told(planner.course(chat("m"), board, OVER).decision());
    String decided = told(planner.decide(chat("m"), board, OVER));

    // Then
    assertThat(explained).isEqualTo("a/m(exact) b/m(exact)");
    assertThat(decided).isEqualTo(explained);
  }

  @Test
  void whoCameBackGetsItsShareInSteps() {
    // Given
    rests("m");
    comesBack("m");

    // Then
    assertThat(firstInHundred(0)).isBetween(9L, 11L);
    assertThat(firstInHundred(20)).isBetween(24L, 26L);
    assertThat(firstInHundred(40)).isBetween(49L, 51L);
    assertThat(firstInHundred(60)).isEqualTo(100);
  }

  private long firstInHundred(int after) {
    return IntStream.range(0, 100)
        .mapToObj(i -> told(planner.decide(chat("m"), board, OVER.plusSeconds(after))))
        .filter(words -> words.startsWith("a/"))
        .count();
  }

  @Test
  void whereThereIsNobodyElseItsShareIsAll() {
    // Given
    rests("only-a");
    comesBack("only-a");

    // Then
    for (int i = 0; i < 100; i++) {
      assertThat(told(planner.decide(chat("only-a"), board, OVER))).startsWith("a/only-a");
    }
  }
}
