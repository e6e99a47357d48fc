package lab.router.plan;

import static lab.config.ProviderType.LLAMA_CPP;
import static lab.config.ProviderType.OLLAMA;
import static lab.config.ProviderType.OPENAI_COMPATIBLE;
import static lab.router.plan.Asking.lists;
import static lab.router.plan.Asking.told;
import static lab.router.plan.Choosings.share;
import static lab.router.plan.When.when;
import static org.assertj.core.api.Assertions.assertThat;

import lab.config.Strategy;
import lab.config.condition.Fact;
import lab.contract.RouteDecision;
import lab.router.live.LiveLists;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A further name is routed as the name it stands for, whatever rule that one has. */
class AliasTest {
  private static Choosings choosings() {
    return new Choosings()
        .balancing("pair", Strategy.ROUND_ROBIN, share("box=big:70b", 0.5), share("ollama=b", 0.5))
        .capability("code", Strategy.IN_ORDER, "coder", "b")
        .metadataRule(
            "small", "ollama", when("model_size < 9", facts -> facts.number(Fact.MODEL_SIZE) < 9))
        .alias("my-coder", "coder")
        .alias("my-listed", "b")
        .alias("my-pair", "pair")
        .alias("my-code", "code")
        .alias("my-7b", "unknown-70b")
        .alias("own", "coder");
  }

  private static Rules rules() {
    return new Rules()
        .provider("box", OPENAI_COMPATIBLE, "big:70b")
        .provider("ollama", OLLAMA, "b")
        .provider("cpp", LLAMA_CPP, "loaded")
        .exact("coder", "cpp", "box=big:70b")
        .chain("coder", "b")
        .chain("own", "loaded")
        .chain("other", "my-pair")
        .defaultProvider("box")
        .choosing(choosings());
  }

  private static RouteDecision decide(Ask ask, LiveLists lists) {
    return Asking.decide(Asking.planner(rules().plan()), ask.query(), lists);
  }

  @ParameterizedTest
  @CsvSource({
    "my-coder, coder",
    "my-listed, b",
    "my-pair, pair",
    "my-code, code",
    "my-7b, unknown-70b"
  })
  void itGoesWhereTheOtherNameGoes(String alias, String name) {
    // When
    RouteDecision decision = decide(Ask.of(alias), LiveLists.UNKNOWN);
    RouteDecision other = decide(Ask.of(name), LiveLists.UNKNOWN);

    // Then
    assertThat(told(decision)).isEqualTo(told(other));
    assertThat(decision.why().stage()).isEqualTo(other.why().stage());
    assertThat(decision.why().rule()).isEqualTo(alias + " -> " + other.why().rule());
    assertThat(decision.why().at()).isEqualTo(other.why().at());
  }

  @Test
  void theChainOfANameWithABackendModelIsItsToo() {
    assertThat(told(decide(Ask.of("my-coder"), LiveLists.UNKNOWN)))
        .isEqualTo("box/big:70b(exact) ollama/b(chain) cpp/loaded(fallback)");
  }

  @Test
  void aChainOfItsOwnComesBeforeThatOfTheOtherName() {
    assertThat(told(decide(Ask.of("own"), LiveLists.UNKNOWN)))
        .isEqualTo("box/big:70b(exact) cpp/loaded(chain)");
  }

  @Test
  void aChainAClientAndACapabilityMayNameIt() {
    // Given
    RoutePlanner planner = Asking.planner(rules().plan());

    // When
    RouteDecision chained = Asking.decide(planner, Ask.of("other").query(), lists("box=other"));
    RouteDecision asked =
        Asking.decide(planner, Ask.of("b").fallbacks("my-coder").query(), LiveLists.UNKNOWN);

    // Then
    assertThat(told(chained)).isEqualTo("box/other(default) box/big:70b(chain) ollama/b(chain)");
    assertThat(told(asked)).isEqualTo("ollama/b(exact) box/big:70b(client)");
  }

  @Test
  void theSizeThatConditionsReadIsThatOfTheNameItStandsFor() {
    // Given
    RoutePlanner planner = Asking.planner(rules().plan());

    // When
    Course course = planner.course(Ask.of("my-7b").query(), new Desk(), Asking.NOW);

    // Then
    assertThat(course.notes()).isEmpty();
  }
}
