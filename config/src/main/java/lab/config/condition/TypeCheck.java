package lab.config.condition;

import java.util.Arrays;
import java.util.stream.Collectors;
import lab.config.Complexity;
import org.jspecify.annotations.Nullable;

/** Makes tests out of operands that fit, and says what is wrong with those that do not. */
final class TypeCheck {
  private static final String LEVELS =
      Arrays.stream(Complexity.values()).map(Complexity::label).collect(Collectors.joining(", "));

  /** A test, or the place and the reason why there is none. */
  sealed interface Typed {
    /** It fits. */
    record Fits(Expression expression) implements Typed {}

    /** It does not. */
    record Clash(int at, String because) implements Typed {}
  }

  private TypeCheck() {}

  /** An operand that stands alone. */
  static Typed alone(Operand operand) {
    return switch (operand) {
      case Operand.Truth truth -> new Typed.Fits(new Expression.Always(truth.value()));
      case Operand.Subject(int at, Source.Known(Fact fact)) when fact.type() == Fact.Type.FLAG ->
          new Typed.Fits(new Expression.Flag(fact, true));
      case Operand.Subject(int at, Source source) ->
          new Typed.Clash(
              at,
              "has %s alone, which is %s; compare it with something"
                  .formatted(source.label(), noun(source.type())));
      case Operand.Text text -> new Typed.Clash(text.at(), "has a text alone, which is no test");
      case Operand.Numeral number ->
          new Typed.Clash(number.at(), "has a number alone, which is no test");
    };
  }

  /** Two operands and the sign between them. */
  static Typed compared(Operand left, Comparison comparison, Operand right) {
    if (left instanceof Operand.Subject(int at, Source source)) {
      return right instanceof Operand.Subject other
          ? new Typed.Clash(
              other.at(), "compares two facts; one side must be a text, a number, true or false")
          : of(source, comparison, right);
    }
    return right instanceof Operand.Subject(int at, Source source)
        ? of(source, comparison.mirrored(), left)
        : new Typed.Clash(left.at(), "compares two constants; one side must be a fact");
  }

  private static Typed of(Source source, Comparison comparison, Operand constant) {
    return switch (source) {
      case Source.Known(Fact fact) when fact == Fact.COMPLEXITY -> level(comparison, constant);
      case Source.Known(Fact fact) when fact.type() == Fact.Type.NUMBER ->
          constant instanceof Operand.Numeral number
              ? new Typed.Fits(new Expression.Amount(fact, comparison, number.value()))
              : clash(source, constant);
      case Source.Known(Fact fact) when fact.type() == Fact.Type.FLAG ->
          flag(fact, comparison, constant);
      case Source.Known known ->
          constant instanceof Operand.Text text
              ? same(source, comparison, text.value(), text)
              : clash(source, constant);
      case Source.Header header -> open(header, comparison, constant);
      case Source.Metadata metadata -> open(metadata, comparison, constant);
    };
  }

  /** What a client writes freely is text, and may be meant as something else. */
  private static Typed open(Source source, Comparison comparison, Operand constant) {
    return switch (constant) {
      case Operand.Numeral number ->
          new Typed.Fits(new Expression.Measured(source, comparison, number.value()));
      case Operand.Text text -> same(source, comparison, text.value(), text);
      case Operand.Truth truth ->
          same(source, comparison, Boolean.toString(truth.value()), constant);
      case Operand.Subject subject -> clash(source, subject);
    };
  }

  private static Typed same(Source source, Comparison comparison, String value, Operand constant) {
    return comparison.orders()
        ? unordered(source, comparison, constant)
        : new Typed.Fits(new Expression.Same(source, comparison == Comparison.EQUAL, value));
  }

  private static Typed flag(Fact fact, Comparison comparison, Operand constant) {
    Source source = new Source.Known(fact);
    if (!(constant instanceof Operand.Truth truth)) {
      return clash(source, constant);
    }
    return comparison.orders()
        ? unordered(source, comparison, constant)
        : new Typed.Fits(
            new Expression.Flag(fact, truth.value() == (comparison == Comparison.EQUAL)));
  }

  private static Typed level(Comparison comparison, Operand constant) {
    Complexity level = constant instanceof Operand.Text text ? level(text.value()) : null;
    return level == null
        ? new Typed.Clash(
            constant.at(), "compares complexity with no level; the levels are " + LEVELS)
        : new Typed.Fits(new Expression.Level(comparison, level));
  }

  private static @Nullable Complexity level(String word) {
    for (Complexity level : Complexity.values()) {
      if (level.label().equals(word)) {
        return level;
      }
    }
    return null;
  }

  private static Typed unordered(Source source, Comparison comparison, Operand constant) {
    return new Typed.Clash(
        constant.at(),
        "has %s %s, but %s here is %s, which is only == or != to something"
            .formatted(
                source.label(),
                comparison.sign(),
                source.label(),
                constant instanceof Operand.Truth ? noun(Fact.Type.FLAG) : noun(Fact.Type.TEXT)));
  }

  private static Typed clash(Source source, Operand constant) {
    String other =
        switch (constant) {
          case Operand.Numeral number -> "a number";
          case Operand.Text text -> "a text";
          case Operand.Truth truth -> "true or false";
          case Operand.Subject subject -> subject.source().label();
        };
    return new Typed.Clash(
        constant.at(),
        "compares %s, which is %s, with %s".formatted(source.label(), noun(source.type()), other));
  }

  private static String noun(Fact.Type type) {
    return switch (type) {
      case NUMBER -> "a number";
      case TEXT -> "a text";
      case FLAG -> "true or false";
    };
  }
}
