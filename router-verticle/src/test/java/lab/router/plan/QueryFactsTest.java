package lab.router.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import lab.config.Balancing;
import lab.config.Choosing;
import lab.config.ProviderType;
import lab.config.condition.Fact;
import lab.contract.Candidate;
import lab.contract.ModelName;
import lab.contract.ProviderName;
import lab.contract.SourceRef;
import lab.router.choose.Nature;
import lab.router.choose.Option;
import lab.router.choose.Part;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What each fact of a condition is, one row each: the fact, the request, the value. */
class QueryFactsTest {
  static Stream<Arguments> facts() {
    Ask plain = Ask.of("m");
    return Stream.of(
        arguments("tokens: of the whole prompt", Fact.TOKENS, plain.tokens(77), 77.0),
        arguments("complexity: below 50 low", Fact.COMPLEXITY, Ask.of("m").tokens(49), "low"),
        arguments("complexity: from 50 medium", Fact.COMPLEXITY, Ask.of("m").tokens(50), "medium"),
        arguments("complexity: to 100 medium", Fact.COMPLEXITY, Ask.of("m").tokens(100), "medium"),
        arguments("complexity: above 100 high", Fact.COMPLEXITY, Ask.of("m").tokens(101), "high"),
        arguments(
            "complexity: structure raises low",
            Fact.COMPLEXITY,
            Ask.of("m").tokens(1).structured(),
            "medium"),
        arguments(
            "complexity: structure raises medium",
            Fact.COMPLEXITY,
            Ask.of("m").tokens(60).structured(),
            "high"),
        arguments("batch_mode: without a word", Fact.BATCH_MODE, Ask.of("m"), false),
        arguments(
            "batch_mode: header X-Batch",
            Fact.BATCH_MODE,
            Ask.of("m").header("x-batch", "1"),
            true),
        arguments(
            "batch_mode: header X-Batch says no",
            Fact.BATCH_MODE,
            Ask.of("m").header("x-batch", "False"),
            false),
        arguments(
            "batch_mode: metadata.batch",
            Fact.BATCH_MODE,
            Ask.of("m").metadata("batch", "true"),
            true),
        arguments("batch_size", Fact.BATCH_SIZE, Ask.of("m").batch(3), 3.0),
        arguments("stream", Fact.STREAM, Ask.of("m").streamed(), true),
        arguments("quality_tier: unsaid", Fact.QUALITY_TIER, Ask.of("m"), null),
        arguments(
            "quality_tier: metadata.quality_tier",
            Fact.QUALITY_TIER,
            Ask.of("m").metadata("quality_tier", "low"),
            "low"),
        arguments(
            "quality_tier: header X-Quality-Tier comes first",
            Fact.QUALITY_TIER,
            Ask.of("m").metadata("quality_tier", "low").header("x-quality-tier", "high"),
            "high"),
        arguments("model_size: of the name", Fact.MODEL_SIZE, Ask.of("mixtral:8x7b"), 56.0),
        arguments("model_size: unsaid", Fact.MODEL_SIZE, Ask.of("m"), Double.NaN),
        arguments("operation", Fact.OPERATION, Ask.of("m").embedding(), "embedding"),
        arguments("user", Fact.USER, Ask.of("m"), "ada"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("facts")
  void aFactIsReadOfARequest(String rule, Fact fact, Ask ask, @Nullable Object expected) {
    // When
    Object value = value(new QueryFacts(ask.query(), new Desk(), List.of(), null), fact);

    // Then
    assertThat(value).as(rule).isEqualTo(expected);
  }

  static Stream<Arguments> loads() {
    return Stream.of(
        arguments("request_count: alone", new Desk(), Fact.REQUEST_COUNT, 1.0),
        arguments(
            "request_count: every provider once, this request included",
            new Desk().inFlight("here", 2).inFlight("away", 3).inFlight("other", 9),
            Fact.REQUEST_COUNT,
            6.0),
        arguments(
            "concurrent_requests: the same",
            new Desk().inFlight("here", 2),
            Fact.CONCURRENT_REQUESTS,
            3.0),
        arguments(
            "local_saturated: below the entry's own threshold, half of an unknown 4",
            new Desk().inFlight("here", 1),
            Fact.LOCAL_SATURATED,
            false),
        arguments(
            "local_saturated: at it, whatever the public ones do",
            new Desk().inFlight("here", 2),
            Fact.LOCAL_SATURATED,
            true),
        arguments(
            "local_saturated: by what it told a poll of its other clients",
            new Desk().inFlight("here", 1).told("here", 2),
            Fact.LOCAL_SATURATED,
            true),
        arguments(
            "local_saturated: of the capacity that a poll learned",
            new Desk().inFlight("here", 2).capacity("here", 8),
            Fact.LOCAL_SATURATED,
            false));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("loads")
  void aFactIsReadOffTheBoard(String rule, Desk board, Fact fact, Object expected) {
    // Given
    List<Option> entry = List.of(option("here", true), option("here", true), option("away", false));

    // When
    Object value = value(new QueryFacts(Ask.of("m").query(), board, entry, balancing()), fact);

    // Then
    assertThat(value).as(rule).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("withoutLocal")
  void nobodyLocalIsNeverSaturated(List<Option> entry) {
    // Given
    Desk busy = new Desk().inFlight("away", 99);

    // When
    QueryFacts facts = new QueryFacts(Ask.of("m").query(), busy, entry, null);

    // Then
    assertThat(facts.flag(Fact.LOCAL_SATURATED)).isFalse();
  }

  static Stream<List<Option>> withoutLocal() {
    return Stream.of(List.of(), List.of(option("away", false)));
  }

  @ParameterizedTest
  @MethodSource("tokenCounts")
  void byTokenCountAloneStructureRaisesNothing(int tokens, String expected) {
    // Given
    Ask ask = Ask.of("m").tokens(tokens).structured();

    // When
    QueryFacts facts = new QueryFacts(ask.query(), new Desk(), List.of(), balancing());

    // Then
    assertThat(facts.text(Fact.COMPLEXITY)).isEqualTo(expected);
  }

  static Stream<Arguments> tokenCounts() {
    return Stream.of(arguments(1, "low"), arguments(60, "medium"), arguments(101, "high"));
  }

  /** An entry that counts as saturated from half of its capacity, and goes by length alone. */
  private static Balancing balancing() {
    SourceRef at = new SourceRef("model-mappings.yaml", 1, 1);
    return new Balancing(new ModelName("b"), List.of(), Choosing.DEFAULT, 0.5, false, at);
  }

  private static Option option(String provider, boolean local) {
    return new Option(
        new Candidate(new ProviderName(provider), new ModelName("m"), "load_balancing"),
        new ModelName("m"),
        new Nature(ProviderType.OLLAMA, local, 0, Double.NaN, 0, null),
        Part.named(provider),
        null,
        null);
  }

  private static @Nullable Object value(QueryFacts facts, Fact fact) {
    return switch (fact.type()) {
      case NUMBER -> facts.number(fact);
      case TEXT -> facts.text(fact);
      case FLAG -> facts.flag(fact);
    };
  }
}
