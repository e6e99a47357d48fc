package lab.router.plan;

import static lab.config.ProviderType.OPENAI_COMPATIBLE;
import static lab.router.plan.Asking.NOW;
import static lab.router.plan.Asking.told;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code max_fallbacks} bounds those after the choice, and not the choice. */
class MostFallbacksTest {
  private static Course course(int most, Desk board) {
    Rules rules =
        new Rules()
            .provider("a", OPENAI_COMPATIBLE, "m")
            .provider("b", OPENAI_COMPATIBLE, "m")
            .provider("c", OPENAI_COMPATIBLE, "n")
            .provider("d", OPENAI_COMPATIBLE, "o")
            .chain("m", "n", "o")
            .choosing(new Choosings().maxFallbacks(most));
    return Asking.planner(rules.plan()).course(Ask.of("m").query(), board, NOW);
  }

  @ParameterizedTest
  @CsvSource({
    "0, a/m(exact) b/m(exact)",
    "1, a/m(exact) b/m(exact) c/n(chain)",
    "2, a/m(exact) b/m(exact) c/n(chain) d/o(chain)",
    "9, a/m(exact) b/m(exact) c/n(chain) d/o(chain)"
  })
  void soManyFollowTheChoice(int most, String expected) {
    assertThat(told(course(most, new Desk()).decision())).isEqualTo(expected);
  }

  @Test
  void onlyThoseCountWhoAreFit() {
    assertThat(told(course(1, new Desk().cooling("c", 60)).decision()))
        .isEqualTo("a/m(exact) b/m(exact) d/o(chain)");
  }

  @Test
  void theExplanationSaysThatTheListWasCut() {
    assertThat(course(1, new Desk()).notes())
        .containsExactly("max_fallbacks is 1: the rest of the fallbacks is not tried");
    assertThat(course(2, new Desk()).notes()).isEmpty();
  }
}
