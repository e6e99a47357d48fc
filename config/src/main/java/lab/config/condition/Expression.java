package lab.config.condition;

import java.util.List;
import lab.config.Complexity;
import org.jspecify.annotations.Nullable;

/** A condition as a tree. To ask it allocates nothing and never throws. */
sealed interface Expression {
  boolean holds(Facts facts);

  /** The same of every request. */
  record Always(boolean value) implements Expression {
    @Override
    public boolean holds(Facts facts) {
      return value;
    }
  }

  /** {@code NOT}. */
  record Not(Expression inner) implements Expression {
    @Override
    public boolean holds(Facts facts) {
      return !inner.holds(facts);
    }
  }

  /** {@code AND}, of two or more. */
  record All(List<Expression> parts) implements Expression {
    public All {
      parts = List.copyOf(parts);
    }

    @Override
    public boolean holds(Facts facts) {
      for (int i = 0; i < parts.size(); i++) { // an iterator would be garbage
        if (!parts.get(i).holds(facts)) {
          return false;
        }
      }
      return true;
    }
  }

  /** {@code OR}, of two or more. */
  record Any(List<Expression> parts) implements Expression {
    public Any {
      parts = List.copyOf(parts);
    }

    @Override
    public boolean holds(Facts facts) {
      for (int i = 0; i < parts.size(); i++) {
        if (parts.get(i).holds(facts)) {
          return true;
        }
      }
      return false;
    }
  }

  /** A flag, or its opposite. */
  record Flag(Fact fact, boolean wanted) implements Expression {
    @Override
    public boolean holds(Facts facts) {
      return facts.flag(fact) == wanted;
    }
  }

  /** A number against a constant. */
  record Amount(Fact fact, Comparison comparison, double constant) implements Expression {
    @Override
    public boolean holds(Facts facts) {
      return comparison.holds(facts.number(fact), constant);
    }
  }

  /** The complexity against a level. */
  record Level(Comparison comparison, Complexity constant) implements Expression {
    @Override
    public boolean holds(Facts facts) {
      return comparison.holds(distance(facts.text(Fact.COMPLEXITY)), 0);
    }

    private double distance(@Nullable String text) {
      return switch (text) {
        case "low" -> Complexity.LOW.compareTo(constant);
        case "medium" -> Complexity.MEDIUM.compareTo(constant);
        case "high" -> Complexity.HIGH.compareTo(constant);
        case null, default -> Double.NaN;
      };
    }
  }

  /** A text that is, or is not, a constant. */
  record Same(Source source, boolean wanted, String constant) implements Expression {
    @Override
    public boolean holds(Facts facts) {
      return constant.equals(source.text(facts)) == wanted;
    }
  }

  /** A text read as a number; false where it is none, whatever the comparison. */
  record Measured(Source source, Comparison comparison, double constant) implements Expression {
    @Override
    public boolean holds(Facts facts) {
      double number = Decimal.read(source.text(facts));
      return !Double.isNaN(number) && comparison.holds(number, constant);
    }
  }
}
