package lab.router.plan;

import static lab.config.ProviderType.LLAMA_CPP;
import static lab.config.ProviderType.OLLAMA;
import static lab.config.ProviderType.OPENAI_COMPATIBLE;
import static lab.config.ProviderType.VLLM;
import static lab.router.plan.Asking.NOW;
import static lab.router.plan.Asking.chat;
import static lab.router.plan.Asking.leftOut;
import static lab.router.plan.Asking.lists;
import static lab.router.plan.Asking.told;
import static lab.router.plan.Asking.withoutFallbacks;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import lab.contract.RouteDecision;
import lab.contract.RouteQuery;
import lab.contract.SourceRef;
import lab.contract.Stage;
import lab.contract.Why;
import lab.router.board.Board;
import lab.router.live.LiveLists;
import org.junit.jupiter.api.Test;

class RoutePlannerTest {
  private static final int MANY = 10_000;

  @Test
  void everyCandidateThatIsLeftOutHasItsReason() {
    // Given
    Rules rules =
        new Rules()
            .disabled("off", VLLM, "m")
            .withoutKey("paid", "PAID_KEY", "m")
            .provider("box", OPENAI_COMPATIBLE, "m")
            .provider("ollama", OLLAMA, "n")
            .exact("lacked", null, "ollama")
            .chain("m", "lacked");

    // When
    RouteDecision decision = decide(rules, lists("ollama=n"), "m");

    // Then
    assertThat(told(decision)).isEqualTo("box/m(exact)");
    assertThat(leftOut(decision))
        .containsExactly(
            "off/m: disabled",
            "paid/m: no credentials: PAID_KEY is not set",
            "ollama/lacked: not on its live list");
  }

  @Test
  void aModelThatOnlyADisabledProviderHasIsNotUnknown() {
    // Given
    Rules rules = new Rules().disabled("openai", OPENAI_COMPATIBLE, "gpt-4");

    // When
    RouteDecision decision = decide(rules, LiveLists.UNKNOWN, "gpt-4");

    // Then
    assertThat(told(decision)).isEqualTo("NONE_AVAILABLE");
    assertThat(leftOut(decision)).containsExactly("openai/gpt-4: disabled");
  }

  @Test
  void aNameThatNothingServesIsUnknown() {
    Rules rules = new Rules().provider("box", OPENAI_COMPATIBLE, "m");

    assertThat(told(decide(rules, LiveLists.UNKNOWN, "other"))).isEqualTo("UNKNOWN_MODEL");
  }

  @Test
  void aRequestWithoutAModelGetsTheDefaultModel() {
    // Given
    Rules rules =
        new Rules()
            .provider("box", OPENAI_COMPATIBLE, "m", "n")
            .defaultModel("n")
            .defaultProvider("box");

    // When
    RouteDecision decision =
        Asking.decide(Asking.planner(rules.plan()), withoutFallbacks(null), LiveLists.UNKNOWN);

    // Then
    assertThat(told(decision)).isEqualTo("box/n(exact)");
    assertThat(decision.why().rule()).isEqualTo("default_model -> n");
  }

  @Test
  void aRequestWithoutAModelIsRefusedWhereNoDefaultIsWritten() {
    // Given
    RoutePlanner planner = Asking.planner(new Rules().provider("box", OLLAMA, "m").plan());

    // When
    RouteDecision decision = Asking.decide(planner, withoutFallbacks(null), LiveLists.UNKNOWN);

    // Then
    assertThat(told(decision)).isEqualTo("NO_MODEL");
  }

  @Test
  void theExplanationNamesStageRuleAndPlace() {
    // Given
    Rules rules = new Rules().provider("cpp", LLAMA_CPP, "m").pattern("^x.*", "cpp", null);

    // When
    Why why = decide(rules, LiveLists.UNKNOWN, "xyz").why();

    // Then
    assertThat(why.stage()).isEqualTo(Stage.PATTERN);
    assertThat(why.rule()).isEqualTo("^x.*");
    assertThat(why.at()).isEqualTo(new SourceRef("model-mappings.yaml", 3, 1));
  }

  @Test
  void aTakenTagIsExplained() {
    Rules rules = new Rules().provider("ollama", OLLAMA);

    assertThat(decide(rules, lists("ollama=llama3.1:latest"), "llama3.1:8b").why().rule())
        .isEqualTo("same family: llama3.1:8b -> llama3.1:latest");
  }

  @Test
  void theSameDecisionIsHandedOutUntilPollsFindSomethingNew() {
    // Given
    Rules rules = new Rules().provider("a", OLLAMA, "m").provider("b", OLLAMA, "m");
    RoutePlanner planner = Asking.planner(rules.plan());
    LiveLists before = lists("a=m");
    RouteDecision first = Asking.decide(planner, chat("m"), before);

    // When
    RouteDecision again = Asking.decide(planner, chat("m"), before);
    RouteDecision after = Asking.decide(planner, chat("m"), lists("a down"));

    // Then
    assertThat(again).isSameAs(first);
    assertThat(told(after)).isEqualTo("b/m(exact) a/m(exact)");
  }

  @Test
  void aNameOfTheConfigurationCostsNoMemoryOnceDecided() {
    // Given
    RoutePlanner planner = Asking.planner(new Rules().provider("a", OLLAMA, "m").plan());
    RouteQuery query = chat("m");
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long checksum = askMany(planner, query);
    long before = threads.getCurrentThreadAllocatedBytes();

    // When
    checksum += askMany(planner, query);

    // Then
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(MANY);
    assertThat(checksum).isEqualTo(2 * MANY);
  }

  private static long askMany(RoutePlanner planner, RouteQuery query) {
    long answered = 0;
    Board board = Board.of(LiveLists.UNKNOWN);
    for (int i = 0; i < MANY; i++) {
      answered += planner.decide(query, board, NOW).why().stage() == Stage.EXACT ? 1 : 0;
    }
    return answered;
  }

  @Test
  void whatAClientAddsToOneRequestDoesNotStayForTheNext() {
    // Given
    Rules rules = new Rules().provider("a", OLLAMA, "m").provider("b", OLLAMA, "n");
    RoutePlanner planner = Asking.planner(rules.plan());

    // When
    RouteDecision own = Asking.decide(planner, chat("m", "n"), LiveLists.UNKNOWN);
    RouteDecision next = Asking.decide(planner, chat("m"), LiveLists.UNKNOWN);

    // Then
    assertThat(told(own)).isEqualTo("a/m(exact) b/n(client)");
    assertThat(told(next)).isEqualTo("a/m(exact)");
  }

  @Test
  void aRuleForAProviderThatThereIsNotIsRefusedBeforeAnyRequest() {
    Rules rules = new Rules().pattern(".*", "nobody", null);

    assertThatIllegalArgumentException()
        .isThrownBy(rules::plan)
        .withMessage("a rule names provider nobody; there is none");
  }

  private static RouteDecision decide(Rules rules, LiveLists lists, String model) {
    return Asking.decide(Asking.planner(rules.plan()), chat(model), lists);
  }
}
