package lab.router.plan;

import static lab.config.ProviderType.OPENAI_COMPATIBLE;
import static lab.router.plan.Asking.NOW;
import static lab.router.plan.Asking.planner;
import static lab.router.plan.Choosings.share;
import static lab.router.plan.Rules.twoBoxes;
import static lab.router.plan.When.header;
import static org.assertj.core.api.Assertions.assertThat;

import lab.config.Strategy;
import lab.contract.RouteQuery;
import lab.router.explain.Explanation;
import org.junit.jupiter.api.Test;

/** What an explanation tells of the moment of its decision. */
class ToldMomentsTest {
  @Test
  void aFilterThatNobodyPassesAndAPatternBeforeACapabilityAreTold() {
    // Given
    Rules rules =
        twoBoxes()
            .pattern("^x-.*", "a", null)
            .choosing(new Choosings().filtered("huge", 70.0, 8_192, "m-7b", "m"));

    // When
    Course huge =
        planner(rules.provider("c", OPENAI_COMPATIBLE, "m-7b").exact("m", null, "c=m-7b").plan())
            .course(Ask.of("huge").query(), new Desk(), NOW);
    Course pattern =
        planner(rules.plan()).course(Ask.of("x-1").capability("huge").query(), new Desk(), NOW);

    // Then
    assertThat(huge.notes()).containsExactly("min_model_size 70B dropped: nobody reaches it");
    assertThat(pattern.notes()).containsExactly("capability huge ignored: a pattern matches x-1");
  }

  @Test
  void anExplanationTellsStrategyMeasuresConditionsAndNotes() {
    // Given
    Rules rules =
        twoBoxes()
            .choosing(
                new Choosings()
                    .balancing(
                        "m",
                        Strategy.ROUND_ROBIN,
                        share("a", 0.7),
                        share("b", 0.3, header("x", "y")))
                    .capability("code", Strategy.IN_ORDER, "m")
                    .metadataRule("vip", "a", header("x", "y")));

    // When
    Course course =
        planner(rules.plan())
            .course(Ask.of("m").capability("code").header("x", "y").query(), new Desk(), NOW);

    // Then
    assertThat(course.strategy()).isEqualTo("weighted_round_robin");
    assertThat(course.attempts())
        .extracting(Course.Attempt::measured)
        .containsExactly("weight 0.70", "weight 0.30");
    assertThat(course.attempts())
        .extracting(Course.Attempt::condition)
        .containsExactly(null, "header.x == \"y\": true");
    assertThat(course.notes())
        .containsExactly(
            "capability code ignored: m is a name of its own",
            "request_metadata_routing vip (model-mappings.yaml:50:3): a first");
  }

  @Test
  void anExplanationTellsWhoIsDegradedAndGetsHalfOfItsWeight() {
    // Given
    Rules rules =
        twoBoxes()
            .choosing(
                new Choosings()
                    .balancing("m", Strategy.ROUND_ROBIN, share("a", 0.5), share("b", 0.5)));
    RouteQuery query = Ask.of("m").query();

    // When
    Course course = planner(rules.plan()).course(query, new Desk().slow("a"), NOW);

    // Then
    assertThat(Explanation.of(query, course).lines())
        .contains(
            "attempt 1 b: m  [load_balancing, weight 0.67]",
            "attempt 2 a: m  [load_balancing, weight 0.33,"
                + " degraded: p95 of 9.00 s to first token, usually 1.00 s]");
  }
}
