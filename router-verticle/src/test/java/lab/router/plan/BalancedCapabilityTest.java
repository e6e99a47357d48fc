package lab.router.plan;

import static lab.config.ProviderType.OPENAI_COMPATIBLE;
import static lab.router.plan.Asking.NOW;
import static lab.router.plan.Asking.leftOut;
import static lab.router.plan.Asking.told;
import static lab.router.plan.Choosings.share;
import static org.assertj.core.api.Assertions.assertThat;

import lab.config.Strategy;
import org.junit.jupiter.api.Test;

/** A capability and a balancing entry of one name: the entry chooses, what the other asks holds. */
class BalancedCapabilityTest {
  private static Rules rules() {
    return new Rules()
        .provider("a", OPENAI_COMPATIBLE, "small:3b", "medium:8b@4096")
        .provider("b", OPENAI_COMPATIBLE, "large:70b@32768", "other:13b@32768")
        .provider("c", OPENAI_COMPATIBLE, "tiny:1b@1024")
        .exact("big", null, "b=large:70b");
  }

  private static Course course(Choosings choosings, Desk board) {
    return Asking.planner(rules().choosing(choosings).plan())
        .course(Ask.of("code").alone().query(), board, NOW);
  }

  @Test
  void itsSizeFiltersThoseWhoAreChosenAmong() {
    // Given
    Choosings choosings =
        new Choosings()
            .filtered("code", 10.0, null, "big")
            .balancing("code", Strategy.IN_ORDER, share("a=medium:8b", 1), share("b", 1));

    // When
    Course course = course(choosings, new Desk());

    // Then
    assertThat(told(course.decision())).isEqualTo("b/large:70b(load_balancing)");
    assertThat(leftOut(course.decision())).containsExactly("a/medium:8b: below min_model_size 10B");
  }

  @Test
  void soDoesItsContext() {
    // Given
    Choosings choosings =
        new Choosings()
            .filtered("code", null, 8_000, "big")
            .balancing("code", Strategy.IN_ORDER, share("a=medium:8b", 1), share("b", 1));

    // When
    Course course = course(choosings, new Desk());

    // Then
    assertThat(told(course.decision())).isEqualTo("b/large:70b(load_balancing)");
    assertThat(leftOut(course.decision())).containsExactly("a/medium:8b: below min_context 8000");
  }

  @Test
  void aFilterThatNobodyReachesIsDroppedAndTold() {
    // Given
    Choosings choosings =
        new Choosings()
            .filtered("code", 100.0, null, "big")
            .balancing("code", Strategy.IN_ORDER, share("a=medium:8b", 1), share("b", 1));

    // When
    Course course = course(choosings, new Desk());

    // Then
    assertThat(told(course.decision()))
        .isEqualTo("a/medium:8b(load_balancing) b/large:70b(load_balancing)");
    assertThat(course.notes())
        .containsExactly(
            "min_model_size 100B dropped: nobody reaches it",
            "load_balancing chooses for capability code");
  }

  @Test
  void whoHasNoModelOfItsOwnIsAskedForTheFirstThatTheCapabilityPrefersOfThoseItHas() {
    // Given
    Choosings choosings =
        new Choosings()
            .capability("code", Strategy.IN_ORDER, "big", "medium:8b", "fresh", "small:3b")
            .balancing(
                "code",
                Strategy.IN_ORDER,
                share("a", 1),
                share("b=other:13b", 1),
                share("b", 1),
                share("c", 1));

    // When
    Course course = course(choosings, new Desk().found("c=tiny:1b,fresh"));

    // Then
    assertThat(told(course.decision()))
        .isEqualTo(
            "a/medium:8b(load_balancing) b/other:13b(load_balancing) b/large:70b(load_balancing)"
                + " c/fresh(load_balancing)");
  }
}
