package lab.router.plan;

import static lab.config.ProviderType.OLLAMA;
import static lab.config.ProviderType.OPENAI_COMPATIBLE;
import static lab.router.plan.Asking.NOW;
import static lab.router.plan.Asking.chat;
import static lab.router.plan.Asking.leftOut;
import static lab.router.plan.Asking.planner;
import static lab.router.plan.Asking.told;
import static lab.router.plan.Rules.twoBoxes;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import lab.config.Choices.TagMatching;
import lab.config.ExactMatch.Portion;
import lab.config.ExactMatch.Target;
import lab.config.Strategy;
import lab.contract.Candidate;
import lab.contract.ProviderName;
import lab.contract.RouteDecision;
import lab.contract.RouteDecision.Go;
import lab.contract.RouteDecision.Refuse;
import org.junit.jupiter.api.Test;

/** What changes from one moment to the next. */
class MomentsTest {
  @Test
  void theLastResortIsTriedOnceASecondAndElseTheWaitIsTold() {
    // Given
    RoutePlanner planner = planner(twoBoxes().plan());
    Desk board = new Desk().cooling("a", 90).cooling("b", 30);

    // When
    RouteDecision first = planner.decide(chat("m"), board, NOW);
    RouteDecision next = planner.decide(chat("m"), board, NOW.plusMillis(999));
    RouteDecision later = planner.decide(chat("m"), board, NOW.plusSeconds(1));

    // Then
    assertThat(told(first)).isEqualTo("b/m(exact)");
    assertThat(leftOut(first)).containsExactly("a/m: 5 of 5 failed");
    assertThat(told(next)).isEqualTo("NONE_AVAILABLE");
    assertThat(((Refuse) next).retryAfter()).isEqualTo(Duration.ofMillis(29_001));
    assertThat(leftOut(next)).containsExactly("a/m: 5 of 5 failed", "b/m: 5 of 5 failed");
    assertThat(told(later)).isEqualTo("b/m(exact)");
  }

  @Test
  void whoHasCooledOffIsBack() {
    // Given
    RoutePlanner planner = planner(twoBoxes().plan());
    Desk board = new Desk().cooling("a", 30);

    // When
    RouteDecision during = planner.decide(chat("m"), board, NOW);
    RouteDecision after = planner.decide(chat("m"), board, NOW.plusSeconds(30));

    // Then
    assertThat(told(during)).isEqualTo("b/m(exact)");
    assertThat(told(after)).isEqualTo("a/m(exact) b/m(exact)");
  }

  @Test
  void withoutPreCallChecksOnlyCircuitsLeaveOut() {
    // Given
    Rules rules = twoBoxes().choosing(new Choosings().withoutPreCallChecks());
    Desk board = new Desk().inFlight("a", 9).capacity("a", 1).found("a down");

    // When
    RouteDecision busy = planner(rules.plan()).decide(chat("m"), board, NOW);
    RouteDecision cooling = planner(rules.plan()).decide(chat("m"), board.cooling("a", 9), NOW);

    // Then
    assertThat(told(busy)).isEqualTo("a/m(exact) b/m(exact)");
    assertThat(told(cooling)).isEqualTo("b/m(exact)");
  }

  @Test
  void roundRobinGoesOnOverPollsThatFindSomethingNew() {
    // Given
    Choosings choosings = new Choosings().exactBy(Strategy.ROUND_ROBIN);
    RoutePlanner planner = planner(twoBoxes().choosing(choosings).plan());
    List<String> first = new ArrayList<>();

    // When
    for (int i = 0; i < 6; i++) {
      Desk board = new Desk().found(i % 2 == 0 ? "a=m" : "a=m,other");
      Go go = (Go) planner.decide(chat("m"), board, NOW);
      first.add(go.inOrder().getFirst().provider().value());
    }

    // Then
    assertThat(first).containsExactly("a", "b", "a", "b", "a", "b");
  }

  @Test
  void weightsOfAnExactNameAreItsShares() {
    // Given
    Rules rules =
        new Rules()
            .provider("a", OPENAI_COMPATIBLE)
            .provider("b", OPENAI_COMPATIBLE)
            .exact("m", portion("a", 3, 1), portion("b", 1, 1))
            .choosing(new Choosings().exactBy(Strategy.ROUND_ROBIN));

    // Then
    assertThat(firsts(rules, 8)).containsExactly("a", "a", "b", "a", "a", "a", "b", "a");
  }

  @Test
  void orderGoesBeforeEveryStrategy() {
    // Given
    Rules rules =
        new Rules()
            .provider("a", OPENAI_COMPATIBLE)
            .provider("b", OPENAI_COMPATIBLE)
            .exact("m", portion("a", 9, 2), portion("b", 1, 1))
            .choosing(new Choosings().exactBy(Strategy.SHUFFLE));

    // Then
    assertThat(firsts(rules, 20)).containsOnly("b");
  }

  @Test
  void tagsChooseAmongTheServersOfAName() {
    // Given
    Rules rules =
        new Rules()
            .provider("a", OPENAI_COMPATIBLE)
            .provider("b", OPENAI_COMPATIBLE)
            .provider("c", OPENAI_COMPATIBLE)
            .exact("m", tagged("a", "free"), tagged("b", "paid", "eu"), tagged("c", "default"))
            .choosing(new Choosings().tags(TagMatching.ANY));

    // Then
    assertThat(told(decide(rules, Ask.of("m").tags("paid", "us")))).isEqualTo("b/m(exact)");
    assertThat(told(decide(rules, Ask.of("m").tags("other")))).isEqualTo("c/m(exact)");
    assertThat(told(decide(rules, Ask.of("m")))).isEqualTo("c/m(exact)");
    Rules strict = rules.choosing(new Choosings().tags(TagMatching.ALL));
    assertThat(told(decide(strict, Ask.of("m").tags("paid", "us")))).isEqualTo("c/m(exact)");
    assertThat(told(decide(strict, Ask.of("m").tags("paid", "eu")))).isEqualTo("b/m(exact)");
  }

  @Test
  void whatComesAfterParticularFailuresIsPartOfTheDecision() {
    // Given
    Rules rules =
        twoBoxes()
            .provider("big", OLLAMA, "big")
            .choosing(new Choosings().onTooLong("m", "big").onFiltered("m", "big", "m"));

    // When
    Go go = (Go) decide(rules, Ask.of("m"));
    Go alone = (Go) decide(rules, Ask.of("m").alone());

    // Then
    assertThat(go.onTooLong()).extracting(Candidate::source).containsExactly("context window");
    assertThat(go.onFiltered())
        .extracting(one -> one.provider().value())
        .containsExactly("big", "a", "b");
    assertThat(alone.onTooLong()).isEmpty();
  }

  @Test
  void whereAContextIsKnownToBeTooSmallThoseForLongPromptsComeBeforeTheChain() {
    // Given
    Rules rules =
        new Rules()
            .provider("small", OPENAI_COMPATIBLE, "m@4096")
            .provider("big", OPENAI_COMPATIBLE, "big")
            .provider("next", OPENAI_COMPATIBLE, "next")
            .chain("m", "next")
            .choosing(new Choosings().onTooLong("m", "big"));

    // Then
    assertThat(told(decide(rules, Ask.of("m").tokens(4_096))))
        .isEqualTo("small/m(exact) next/next(chain)");
    assertThat(told(decide(rules, Ask.of("m").tokens(4_097))))
        .isEqualTo("big/big(context window) next/next(chain)");
    assertThat(told(decide(rules, Ask.of("m").tokens(4_097).alone()))).isEqualTo("small/m(exact)");
  }

  @Test
  void aClientsNamesDoNotFillTheMemory() {
    // Given
    Rules rules = new Rules().provider("a", OPENAI_COMPATIBLE).pattern(".*", "a", null);
    RoutePlanner planner = planner(rules.plan());

    // When
    for (int i = 0; i < 3_000; i++) {
      assertThat(planner.decide(chat("name-" + i), new Desk(), NOW)).isInstanceOf(Go.class);
    }

    // Then
    assertThat(planner.keptRoutes()).isEqualTo(1_000);
  }

  @Test
  void onlySoManyOfAClientsFallbacksCount() {
    // Given
    Rules rules = new Rules().provider("a", OPENAI_COMPATIBLE).pattern(".*", "a", null);
    String[] many = new String[5_000];
    for (int i = 0; i < many.length; i++) {
      many[i] = "other-" + i;
    }

    // When
    Go go = (Go) decide(rules, Ask.of("m").fallbacks(many));

    // Then
    assertThat(go.inOrder()).hasSize(21);
  }

  private static RouteDecision decide(Rules rules, Ask ask) {
    return planner(rules.plan()).decide(ask.query(), new Desk(), NOW);
  }

  private static List<String> firsts(Rules rules, int times) {
    RoutePlanner planner = planner(rules.plan());
    List<String> first = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      Go go = (Go) planner.decide(chat("m"), new Desk(), NOW);
      first.add(go.inOrder().getFirst().provider().value());
    }
    return first;
  }

  private static Target portion(String provider, double weight, int order) {
    return target(provider, new Portion(weight, null, null, order, null, List.of()));
  }

  private static Target tagged(String provider, String... tags) {
    return target(provider, new Portion(null, null, null, 1, null, List.of(tags)));
  }

  private static Target target(String provider, Portion portion) {
    return new Target(new ProviderName(provider), null, portion);
  }
}
