package lab.config.condition;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import lab.config.condition.Lexer.Kind;
import lab.config.condition.Lexer.Token;
import org.jspecify.annotations.Nullable;

/**
 * Parses conditions by descent: {@code OR}, then {@code AND}, then {@code NOT}, then comparisons
 * and parentheses. The first thing that is wrong ends it.
 */
public final class ConditionParser {
  /** Characters of a condition. */
  public static final int LONGEST = 2_000;

  /** Parentheses within parentheses. */
  public static final int DEEPEST = 32;

  /** Every single word that a condition may read. */
  public static final List<String> WORDS =
      Stream.concat(
              Stream.of(Fact.values()).map(Fact::label),
              Stream.of("length", "always", "true", "false"))
          .toList();

  private static final Set<String> CONNECTIVES = Set.of("and", "or", "not");

  private final Lexer lexer;
  private final UnaryOperator<String> hint;
  private final Set<Fact> facts = EnumSet.noneOf(Fact.class);
  private final Set<String> headers = new HashSet<>();
  private final Set<String> metadata = new HashSet<>();
  private Token next;
  private int depth;
  private Parsing.@Nullable Refused refused;

  private ConditionParser(String text, UnaryOperator<String> hint) {
    this.lexer = new Lexer(text);
    this.hint = hint;
    this.next = lexer.next();
  }

  /**
   * Parses and checks a condition.
   *
   * @param text as it is written
   * @param hint what to add where a word is not known, mostly which known one was meant
   */
  public static Parsing parse(String text, UnaryOperator<String> hint) {
    if (text.length() > LONGEST) {
      return new Parsing.Refused(0, "is longer than " + LONGEST + " characters");
    }
    ConditionParser parser = new ConditionParser(text, hint);
    Expression expression = parser.whole();
    if (expression == null) {
      return parser.refused == null ? new Parsing.Refused(0, "is no condition") : parser.refused;
    }
    return new Parsing.Parsed(
        new TypedCondition(expression, text, parser.facts, parser.headers, parser.metadata));
  }

  private @Nullable Expression whole() {
    if (next.kind() == Kind.END) {
      return refuse(next.at(), "is empty; for every request write always");
    }
    Expression expression = or();
    if (expression == null || next.kind() == Kind.END) {
      return expression;
    }
    return next.kind() == Kind.CLOSE
        ? refuse(next.at(), "has a ) that nothing opens")
        : unexpected("the end, AND or OR");
  }

  private @Nullable Expression or() {
    List<Expression> parts = new ArrayList<>();
    do {
      Expression part = and();
      if (part == null) {
        return null;
      }
      parts.add(part);
    } while (took("or"));
    return parts.size() == 1 ? parts.getFirst() : new Expression.Any(parts);
  }

  private @Nullable Expression and() {
    List<Expression> parts = new ArrayList<>();
    do {
      Expression part = not();
      if (part == null) {
        return null;
      }
      parts.add(part);
    } while (took("and"));
    return parts.size() == 1 ? parts.getFirst() : new Expression.All(parts);
  }

  private @Nullable Expression not() {
    boolean negated = false;
    while (took("not")) { // a loop: a thousand of them are no depth
      negated = !negated;
    }
    Expression inner = next.kind() == Kind.OPEN ? inParentheses() : test();
    return inner == null || !negated ? inner : new Expression.Not(inner);
  }

  private @Nullable Expression inParentheses() {
    Token open = take();
    if (++depth > DEEPEST) {
      return refuse(open.at(), "is nested more than " + DEEPEST + " deep");
    }
    Expression inner = or();
    if (inner == null) {
      return null;
    }
    if (next.kind() == Kind.END) {
      return refuse(open.at(), "has a ( that is never closed");
    }
    if (next.kind() != Kind.CLOSE) {
      return unexpected("), AND or OR");
    }
    var unused = take();
    depth--;
    return inner;
  }

  private @Nullable Expression test() {
    Operand left = operand();
    if (left == null) {
      return null;
    }
    if (next.kind() == Kind.BAD) {
      return unexpected("a comparison");
    }
    Comparison comparison = next.kind() == Kind.COMPARISON ? Comparison.of(take().text()) : null;
    if (comparison == null) {
      return typed(TypeCheck.alone(left));
    }
    Operand right = operand();
    return right == null ? null : typed(TypeCheck.compared(left, comparison, right));
  }

  private @Nullable Expression typed(TypeCheck.Typed typed) {
    return switch (typed) {
      case TypeCheck.Typed.Fits fits -> fits.expression();
      case TypeCheck.Typed.Clash clash -> refuse(clash.at(), clash.because());
    };
  }

  private @Nullable Operand operand() {
    Token token = next;
    return switch (token.kind()) {
      case TEXT -> new Operand.Text(take().at(), token.text());
      case NUMBER -> new Operand.Numeral(take().at(), Decimal.read(token.text()));
      case WORD -> word(token);
      case COMPARISON, OPEN, CLOSE, END, BAD -> {
        var unused = unexpected("a fact or a value");
        yield null;
      }
    };
  }

  private @Nullable Operand word(Token token) {
    String word = token.text();
    String lower = word.toLowerCase(Locale.ROOT);
    if (lower.equals("always") || lower.equals("true") || lower.equals("false")) {
      return new Operand.Truth(take().at(), !lower.equals("false"));
    }
    Source source = source(word);
    if (source != null) {
      return new Operand.Subject(take().at(), source);
    }
    var unused =
        CONNECTIVES.contains(lower)
            ? unexpected("a fact or a value")
            : refuse(
                token.at(),
                "names %s, which is no fact (a text stands in quotes)%s"
                    .formatted(word, hint.apply(word)));
    return null;
  }

  private @Nullable Source source(String word) {
    String header = rest(word, Source.Header.PREFIX);
    if (header != null) {
      String name = header.toLowerCase(Locale.ROOT);
      headers.add(name);
      return new Source.Header(name);
    }
    String key = rest(word, Source.Metadata.PREFIX);
    if (key != null) {
      metadata.add(key);
      return new Source.Metadata(key);
    }
    for (Fact fact : Fact.values()) {
      if (fact.label().equals(word) || (fact == Fact.TOKENS && word.equals("length"))) {
        facts.add(fact);
        return new Source.Known(fact);
      }
    }
    return null;
  }

  private static @Nullable String rest(String word, String prefix) {
    boolean more = word.startsWith(prefix) && word.length() > prefix.length();
    return more ? word.substring(prefix.length()) : null;
  }

  private boolean took(String connective) {
    boolean here = next.kind() == Kind.WORD && next.text().equalsIgnoreCase(connective);
    if (here) {
      var unused = take();
    }
    return here;
  }

  private Token take() {
    Token token = next;
    next = lexer.next();
    return token;
  }

  private @Nullable Expression unexpected(String wanted) {
    return switch (next.kind()) {
      case BAD -> refuse(next.at(), next.text());
      case END -> refuse(next.at(), "ends where %s is missing".formatted(wanted));
      default -> refuse(next.at(), "has %s where %s is expected".formatted(next.text(), wanted));
    };
  }

  private @Nullable Expression refuse(int offset, String because) {
    refused = new Parsing.Refused(offset, because);
    return null;
  }
}
