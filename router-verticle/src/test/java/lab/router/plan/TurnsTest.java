package lab.router.plan;

import static lab.config.ProviderType.OPENAI_COMPATIBLE;
import static lab.router.plan.Asking.NOW;
import static lab.router.plan.Asking.chat;
import static lab.router.plan.Asking.planner;
import static lab.router.plan.Asking.told;
import static lab.router.plan.Choosings.share;
import static lab.router.plan.Rules.twoBoxes;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import lab.config.Strategy;
import lab.contract.RouteDecision;
import lab.contract.RouteDecision.Go;
import lab.router.board.LastResort;
import org.junit.jupiter.api.Test;

/** Whose turn it is, and who takes none. */
class TurnsTest {
  @Test
  void aLastResortIsOneRequestASecondOfAllEventLoopsTogether() {
    // Given
    Plan plan = twoBoxes().plan();
    LastResort shared = new LastResort();
    RoutePlanner one = new RoutePlanner(plan, new SplittableRandom(1), shared);
    RoutePlanner other = new RoutePlanner(plan, new SplittableRandom(2), shared);
    Desk board = new Desk().cooling("a", 90).cooling("b", 30);

    // When
    RouteDecision first = one.decide(chat("m"), board, NOW);
    RouteDecision next = other.decide(chat("m"), board, NOW.plusMillis(1));

    // Then
    assertThat(told(first)).isEqualTo("b/m(exact)");
    assertThat(told(next)).isEqualTo("NONE_AVAILABLE");
  }

  @Test
  void whatIsTooMuchForAllIsSharedAsTheStrategySays() {
    // Given
    Rules byLoad = twoBoxes().choosing(new Choosings().exactBy(Strategy.LEAST_LOADED));
    Rules byTurns = twoBoxes().choosing(new Choosings().exactBy(Strategy.ROUND_ROBIN));
    Desk full = new Desk().capacity("a", 4).capacity("b", 4).inFlight("a", 9).inFlight("b", 5);
    RoutePlanner turns = planner(byTurns.plan());

    // Then
    assertThat(told(planner(byLoad.plan()).decide(chat("m"), full, NOW)))
        .isEqualTo("b/m(exact) a/m(exact)");
    assertThat(told(turns.decide(chat("m"), full, NOW))).isEqualTo("a/m(exact) b/m(exact)");
    assertThat(told(turns.decide(chat("m"), full, NOW))).isEqualTo("b/m(exact) a/m(exact)");
  }

  @Test
  void whoIsFullAndDownIsTriedAfterWhoIsOnlyFull() {
    // Given
    Desk full = new Desk().capacity("a", 1).capacity("b", 1).inFlight("a", 1).inFlight("b", 1);

    // Then
    assertThat(told(planner(twoBoxes().plan()).decide(chat("m"), full.found("a down"), NOW)))
        .isEqualTo("b/m(exact) a/m(exact)");
  }

  @Test
  void anExplanationTakesNobodysTurn() {
    // Given
    Rules rules = twoBoxes().choosing(new Choosings().exactBy(Strategy.ROUND_ROBIN));
    RoutePlanner planner = planner(rules.plan());
    Desk resting = new Desk().cooling("a", 90).cooling("b", 30);

    // When
    Course told = planner.course(chat("m"), new Desk(), NOW);
    Course again = planner.course(chat("m"), new Desk(), NOW);
    RouteDecision decided = planner.decide(chat("m"), new Desk(), NOW);
    Course toldResting = planner.course(chat("m"), resting, NOW);
    RouteDecision decidedResting = planner.decide(chat("m"), resting, NOW);
    Course toldAfter = planner.course(chat("m"), resting, NOW);

    // Then
    assertThat(told(told.decision())).isEqualTo("a/m(exact) b/m(exact)");
    assertThat(told(again.decision())).isEqualTo("a/m(exact) b/m(exact)");
    assertThat(told(decided)).isEqualTo("a/m(exact) b/m(exact)");
    assertThat(told(toldResting.decision())).isEqualTo("b/m(exact)");
    assertThat(told(decidedResting)).isEqualTo("b/m(exact)");
    assertThat(told(toldAfter.decision())).isEqualTo("NONE_AVAILABLE");
  }

  @Test
  void whereTheChoiceHasNobodyFitTheBalancingOfItsChainCountsTurns() {
    // Given
    Rules rules =
        twoBoxes()
            .provider("x", OPENAI_COMPATIBLE, "only")
            .chain("only", "both")
            .choosing(
                new Choosings()
                    .balancing("both", Strategy.ROUND_ROBIN, share("a", 0.5), share("b", 0.5)));
    RoutePlanner planner = planner(rules.plan());
    Desk board = new Desk().cooling("x", 90);
    List<String> first = new ArrayList<>();

    // When
    for (int i = 0; i < 4; i++) {
      Go go = (Go) planner.decide(chat("only"), board, NOW);
      first.add(go.inOrder().getFirst().provider().value());
    }

    // Then
    assertThat(first).containsExactly("a", "b", "a", "b");
  }
}
