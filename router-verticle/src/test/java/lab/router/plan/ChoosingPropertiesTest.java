package lab.router.plan;

import static lab.router.plan.Asking.NOW;
import static lab.router.plan.Choosings.share;
import static lab.router.plan.When.when;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import lab.config.ProviderType;
import lab.config.Strategy;
import lab.config.condition.Fact;
import lab.contract.Candidate;
import lab.contract.RouteDecision;
import lab.contract.RouteDecision.Go;
import lab.contract.RouteDecision.Refuse;
import lab.contract.RouteQuery;
import lab.router.board.Board;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds of every choice, whatever the strategy, the load and who is out of use. */
class ChoosingPropertiesTest {
  private static final List<String> PROVIDERS = List.of("p0", "p1", "p2", "p3");
  private static final List<String> NAMES =
      List.of("exact", "balanced", "only", "cap", "terminal", "m", "unheard:8b");

  /** A plan, what the board shows, and questions in a row. */
  record World(Plan plan, Desk board, List<RouteQuery> queries) {
    List<RouteDecision> decide() {
      RoutePlanner planner = Asking.planner(plan);
      return queries.stream().map(query -> planner.decide(query, board, NOW)).toList();
    }
  }

  @Property(tries = 300)
  void theSameQuestionsAreAnsweredTheSameWithTheSameDraws(@ForAll("worlds") World world) {
    assertThat(world.decide()).isEqualTo(world.decide());
  }

  @Property(tries = 300)
  void nobodyIsAskedTwiceForTheSame(@ForAll("worlds") World world) {
    for (RouteDecision decision : world.decide()) {
      assertThat(candidates(decision).stream().map(c -> c.provider() + " " + c.model()).toList())
          .doesNotHaveDuplicates();
    }
  }

  @Property(tries = 300)
  void whoIsOutOfUseIsTriedOnlyAloneAndOnlyOnceASecond(@ForAll("worlds") World world) {
    List<Candidate> resting = new ArrayList<>();
    for (RouteDecision decision : world.decide()) {
      List<Candidate> cooling =
          candidates(decision).stream().filter(one -> isCooling(world, one)).toList();
      assertThat(cooling.isEmpty() || candidates(decision).size() == 1).isTrue();
      resting.addAll(cooling);
    }

    assertThat(resting.stream().map(c -> c.provider() + " " + c.model()).toList())
        .doesNotHaveDuplicates();
  }

  @Property(tries = 300)
  void whoIsFullIsTriedOnlyWhereEverybodyIs(@ForAll("worlds") World world) {
    for (RouteDecision decision : world.decide()) {
      List<Boolean> full =
          candidates(decision).stream()
              .map(one -> isFull(world, one) && !isCooling(world, one))
              .distinct()
              .toList();
      assertThat(full).hasSizeLessThan(2);
    }
  }

  @Property(tries = 300)
  void whoIsNotTriedHasItsReasonAndOnlyThose(@ForAll("worlds") World world) {
    for (RouteDecision decision : world.decide()) {
      List<String> tried =
          candidates(decision).stream().map(c -> c.provider() + " " + c.model()).toList();
      assertThat(decision.why().leftOut())
          .allMatch(out -> !out.reason().isEmpty())
          .noneMatch(out -> tried.contains(out.provider() + " " + out.model()));
      if (decision instanceof Refuse) {
        assertThat(decision.why().leftOut()).isNotEmpty();
      }
    }
  }

  @Property(tries = 300)
  void nothingComesAfterATerminalChain(@ForAll("worlds") World world) {
    RouteDecision decision =
        Asking.planner(world.plan()).decide(Ask.of("terminal").query(), world.board(), NOW);

    assertThat(candidates(decision)).extracting(Candidate::source).containsOnly("load_balancing");
  }

  @Property(tries = 300)
  void aDecisionMadeBeforeIsUsedOnlyWhileItIsTheSame(@ForAll("listed") World world) {
    // Given
    RoutePlanner used = Asking.planner(world.plan());
    world.queries().forEach(query -> assertThat(used.decide(query, new Desk(), NOW)).isNotNull());

    for (RouteQuery query : world.queries()) {
      // When
      RouteDecision fresh = Asking.planner(world.plan()).decide(query, world.board(), NOW);

      // Then
      if (candidates(fresh).stream().noneMatch(one -> isCooling(world, one))) {
        assertThat(used.decide(query, world.board(), NOW)).isEqualTo(fresh);
      }
    }
  }

  private static boolean isCooling(World world, Candidate one) {
    return world.board().cooling(one.provider(), one.model(), Board.Turn.LOOK, NOW) != null;
  }

  private static boolean isFull(World world, Candidate one) {
    int capacity = world.board().capacity(one.provider());
    return capacity > 0 && world.board().inFlight(one.provider()) >= capacity;
  }

  private static List<Candidate> candidates(RouteDecision decision) {
    return decision instanceof Go go ? go.inOrder() : List.of();
  }

  @Provide
  Arbitrary<World> worlds() {
    return worlds(Arbitraries.of(Strategy.class));
  }

  @Provide
  Arbitrary<World> listed() {
    return worlds(Arbitraries.just(Strategy.IN_ORDER));
  }

  private static Arbitrary<World> worlds(Arbitrary<Strategy> strategies) {
    Arbitrary<Plan> plans =
        Combinators.combine(strategies, strategies).as(ChoosingPropertiesTest::plan);
    return Combinators.combine(plans, boards(), queries().list().ofMinSize(1).ofMaxSize(8))
        .as(World::new);
  }

  private static Plan plan(Strategy one, Strategy other) {
    Rules rules = new Rules();
    for (String provider : PROVIDERS) {
      rules = rules.provider(provider, ProviderType.OPENAI, "m", provider + "-own@1000");
    }
    return rules
        .exact("exact", null, "p0=m", "p1=m", "p2=m")
        .chain("exact", "balanced", "p3-own")
        .chain("terminal")
        .defaultChain("m", "exact")
        .defaultProvider("p3")
        .choosing(
            new Choosings()
                .exactBy(one)
                .balancing("balanced", other, share("p1", 0.5), share("p2", 0.3), share("p3", 0.2))
                .balancing("terminal", other, share("p0", 1), share("p2", 0))
                .balancing(
                    "only",
                    one,
                    share("p0", 0.5, when("tokens > 500", f -> f.number(Fact.TOKENS) > 500)),
                    share("p1", 0.25),
                    share("p2", 0.25))
                .capability("cap", other, "p1-own", "exact", "p2")
                .metadataRule("streams", "p2", when("stream", f -> f.flag(Fact.STREAM)))
                .metadataRule("high", "p1", When.header("x", "y")))
        .plan();
  }

  private static Arbitrary<Desk> boards() {
    Arbitrary<Integer> each = Arbitraries.integers().between(0, 3);
    return each.list()
        .ofSize(PROVIDERS.size())
        .map(
            states -> {
              Desk board = new Desk();
              for (int i = 0; i < PROVIDERS.size(); i++) {
                switch (states.get(i)) {
                  case 0 -> board.cooling(PROVIDERS.get(i), 10 + i);
                  case 1 -> board.inFlight(PROVIDERS.get(i), 3).capacity(PROVIDERS.get(i), 3);
                  case 2 -> board.score(PROVIDERS.get(i), 0.25 * i, 1.0 + i);
                  default -> board.inFlight(PROVIDERS.get(i), i);
                }
              }
              return board;
            });
  }

  private static Arbitrary<RouteQuery> queries() {
    return Combinators.combine(
            Arbitraries.of(NAMES),
            Arbitraries.of(0, 400, 2_000),
            Arbitraries.of(true, false),
            Arbitraries.of(true, false),
            Arbitraries.of(true, false))
        .as(
            (name, tokens, streamed, high, alone) -> {
              Ask ask = Ask.of(name).tokens(tokens);
              ask = streamed ? ask.streamed() : ask;
              ask = high ? ask.header("x", "y") : ask;
              return (alone ? ask.alone() : ask).query();
            });
  }
}
