package lab.router.plan;

import static lab.config.ProviderType.OLLAMA;
import static lab.config.ProviderType.OPENAI_COMPATIBLE;
import static lab.router.plan.Asking.NOW;
import static lab.router.plan.Choosings.share;
import static lab.router.plan.When.when;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import lab.config.Strategy;
import lab.config.condition.Condition;
import lab.config.condition.Fact;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Who comes first where the strategy can not tell, and that the explanation says why. */
class TiesTest {
  private static final Condition STREAM = when("stream == true", f -> f.flag(Fact.STREAM));

  private static Rules rules(Choosings choosings) {
    return new Rules()
        .cloud("cloud", "m@1000")
        .provider("near", OLLAMA, "m@1000")
        .provider("nearer", OPENAI_COMPATIBLE, "m@1000")
        .choosing(choosings);
  }

  private static Choosings by(Strategy strategy) {
    return new Choosings()
        .balancing(
            "m", strategy, share("cloud=m", 0.4), share("near=m", 0.3), share("nearer=m", 0.3));
  }

  private static List<String> told(Choosings choosings, Desk board, Ask ask) {
    Course course = Asking.planner(rules(choosings).plan()).course(ask.alone().query(), board, NOW);
    return course.attempts().stream()
        .flatMap(
            attempt ->
                Stream.of(
                    attempt.candidate().provider()
                        + (attempt.tie() == null ? "" : " " + attempt.tie())))
        .toList();
  }

  @Test
  void whoHasTheModelInMemory() {
    assertThat(told(by(Strategy.FASTEST).preferWarm(), new Desk().warm("near"), Ask.of("m")))
        .containsExactly("near before its equals: it has the model in memory", "cloud", "nearer");
  }

  @Test
  void whoIsLocal() {
    assertThat(told(by(Strategy.FASTEST).preferLocal(), new Desk(), Ask.of("m")))
        .containsExactly(
            "near before its equals: it is local",
            "nearer before its equals: it is local",
            "cloud");
  }

  @Test
  void whomARuleMeansBeforeWhoIsWarmBeforeWhoIsLocal() {
    // Given
    Choosings choosings =
        by(Strategy.FASTEST).preferLocal().preferWarm().metadataRule("streams", "cloud", STREAM);

    // When
    List<String> told = told(choosings, new Desk().warm("nearer"), Ask.of("m").streamed());

    // Then
    assertThat(told)
        .containsExactly(
            "cloud before its equals: request_metadata_routing streams",
            "nearer before its equals: it has the model in memory",
            "near");
  }

  @Test
  void nothingIsSaidWhereAMeasureTellsThemApart() {
    // Given
    Desk board = new Desk().score("cloud", 1, 1).score("near", 1, 2).score("nearer", 1, 3);

    // When
    List<String> told = told(by(Strategy.FASTEST).preferLocal(), board.warm("near"), Ask.of("m"));

    // Then
    assertThat(told).containsExactly("cloud", "near", "nearer");
  }

  @Test
  void nothingIsSaidWhereAConditionTellsThemApart() {
    // Given
    Choosings choosings =
        new Choosings()
            .balancing("m", Strategy.FASTEST, share("near=m", 1, STREAM), share("cloud=m", 1))
            .preferLocal();

    // When
    List<String> told = told(choosings, new Desk(), Ask.of("m").streamed());

    // Then
    assertThat(told).containsExactly("near", "cloud");
  }

  @ParameterizedTest
  @EnumSource(
      value = Strategy.class,
      mode = Mode.INCLUDE,
      names = {"FASTEST", "LEAST_LOADED", "MOST_CAPACITY", "USAGE_BASED", "QUALITY_FIRST"})
  void everyStrategyThatMeasuresTellsOfItsTies(Strategy strategy) {
    // Given
    Choosings choosings =
        new Choosings()
            .balancing("m", strategy, share("nearer=m", 0.5), share("near=m", 0.5))
            .preferWarm();

    // When
    List<String> told = told(choosings, new Desk().warm("near"), Ask.of("m"));

    // Then
    assertThat(told)
        .containsExactly("near before its equals: it has the model in memory", "nearer");
  }
}
