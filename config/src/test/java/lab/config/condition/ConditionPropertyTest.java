package lab.config.condition;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;
import lab.config.Complexity;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ConditionPropertyTest {
  private static final List<Source> OPEN =
      List.of(new Source.Header("x-a"), new Source.Metadata("b"), new Source.Metadata("c.d"));

  @Property
  void whatIsWrittenDownIsReadAsTheSameTree(@ForAll("trees") Expression tree) {
    assertThat(expression(written(tree))).isEqualTo(tree);
  }

  @Property
  void aTreeMeansWhatItsPartsMean(
      @ForAll("trees") Expression left,
      @ForAll("trees") Expression right,
      @ForAll("requests") OneRequest request) {
    // Given
    String one = "(" + written(left) + ")";
    String other = "(" + written(right) + ")";
    boolean isOne = left.holds(request);
    boolean isOther = right.holds(request);
    // When, then
    assertThat(ConditionTest.parsed(one + " and " + other).holds(request))
        .isEqualTo(isOne && isOther);
    assertThat(ConditionTest.parsed(one + "Or" + other).holds(request)).isEqualTo(isOne || isOther);
    assertThat(ConditionTest.parsed("NOT" + one).holds(request)).isEqualTo(!isOne);
  }

  @Property
  void anyTextIsAConditionOrToldWhyNotWithAPlaceInIt(@ForAll String text) {
    assertIsReadOrRefused(text);
  }

  @Property
  void soIsAnyRowOfWords(@ForAll("rows") String text) {
    assertIsReadOrRefused(text);
  }

  private static void assertIsReadOrRefused(String text) {
    switch (ConditionParser.parse(text, word -> "")) {
      case Parsing.Parsed parsed ->
          // Whatever it answers of nothing: it answers.
          assertThat(parsed.condition().holds(new OneRequest())).isIn(true, false);
      case Parsing.Refused refused -> {
        assertThat(refused.because()).isNotBlank();
        assertThat(refused.offset()).isBetween(0, text.length());
      }
    }
  }

  private static Expression expression(String text) {
    return ((TypedCondition) ConditionTest.parsed(text)).expression();
  }

  private static String written(Expression tree) {
    return switch (tree) {
      case Expression.Always always -> Boolean.toString(always.value());
      case Expression.Not not -> "NOT (" + written(not.inner()) + ")";
      case Expression.All all -> joined(all.parts(), " AND ");
      case Expression.Any any -> joined(any.parts(), " OR ");
      case Expression.Flag flag -> flag.fact().label() + (flag.wanted() ? "" : " == false");
      case Expression.Amount amount ->
          amount.fact().label() + amount.comparison().sign() + decimal(amount.constant());
      case Expression.Level level ->
          "complexity " + level.comparison().sign() + " '" + level.constant().label() + "'";
      case Expression.Same same ->
          same.source().label() + (same.wanted() ? "==" : " != ") + "\"" + same.constant() + "\"";
      case Expression.Measured measured ->
          measured.source().label()
              + " "
              + measured.comparison().sign()
              + decimal(measured.constant());
    };
  }

  private static String joined(List<Expression> parts, String connective) {
    return parts.stream()
        .map(part -> "(" + written(part) + ")")
        .collect(Collectors.joining(connective));
  }

  private static String decimal(double number) {
    return new BigDecimal(Double.toString(number)).toPlainString();
  }

  @Provide
  Arbitrary<Expression> trees() {
    Arbitrary<Double> numbers =
        Arbitraries.integers().between(-100_000, 100_000).map(hundredths -> hundredths / 100.0);
    Arbitrary<Comparison> comparisons = Arbitraries.of(Comparison.class);
    Arbitrary<Source> open = Arbitraries.of(OPEN);
    Arbitrary<Expression> tests =
        Arbitraries.oneOf(
            Arbitraries.of(true, false).map(Expression.Always::new),
            Combinators.combine(ofType(Fact.Type.FLAG), Arbitraries.of(true, false))
                .as(Expression.Flag::new),
            Combinators.combine(ofType(Fact.Type.NUMBER), comparisons, numbers)
                .as(Expression.Amount::new),
            Combinators.combine(comparisons, Arbitraries.of(Complexity.class))
                .as(Expression.Level::new),
            Combinators.combine(
                    Arbitraries.oneOf(
                        open, Arbitraries.of(Fact.USER, Fact.OPERATION).map(Source.Known::new)),
                    Arbitraries.of(true, false),
                    Arbitraries.strings().ascii().excludeChars('"').ofMaxLength(8))
                .as(Expression.Same::new),
            Combinators.combine(open, comparisons, numbers).as(Expression.Measured::new));
    return nested(nested(tests));
  }

  /** Trees of one more level; two negations in a row are none, so they have no tree. */
  private static Arbitrary<Expression> nested(Arbitrary<Expression> parts) {
    Arbitrary<List<Expression>> several = parts.list().ofMinSize(2).ofMaxSize(3);
    return Arbitraries.oneOf(
        parts,
        parts.filter(part -> !(part instanceof Expression.Not)).map(Expression.Not::new),
        several.map(Expression.All::new),
        several.map(Expression.Any::new));
  }

  private static Arbitrary<Fact> ofType(Fact.Type type) {
    return Arbitraries.of(Fact.class).filter(fact -> fact.type() == type);
  }

  @Provide
  Arbitrary<OneRequest> requests() {
    return Combinators.combine(
            Arbitraries.integers().between(-1_000, 1_000),
            Arbitraries.of(true, false),
            Arbitraries.of("low", "medium", "high", "none"),
            Arbitraries.of("", "1", "x", "-2.5", "99999999999999999999"))
        .as(
            (number, flag, level, text) ->
                new OneRequest()
                    .with(Fact.TOKENS, number)
                    .with(Fact.BATCH_SIZE, number)
                    .with(Fact.STREAM, flag)
                    .with(Fact.COMPLEXITY, level)
                    .with(Fact.USER, text)
                    .header("x-a", text)
                    .metadata("b", text));
  }

  @Provide
  Arbitrary<String> rows() {
    return Arbitraries.of(
            "AND",
            "OR",
            "NOT",
            "(",
            ")",
            "==",
            "<",
            ">=",
            "tokens",
            "stream",
            "complexity",
            "header.x",
            "metadata.k",
            "'high'",
            "\"",
            "5",
            "-0.5",
            "true",
            "always",
            "=",
            "é")
        .list()
        .ofMaxSize(14)
        .map(words -> String.join(" ", words));
  }
}
