package lab.config.condition;

/** Cuts the text of a condition into tokens. What can be none is one of kind {@code BAD}. */
final class Lexer {
  /** What a token is. */
  enum Kind {
    WORD,
    TEXT,
    NUMBER,
    COMPARISON,
    OPEN,
    CLOSE,
    END,
    BAD
  }

  /**
   * A token.
   *
   * @param text as it is written, a text without its quotes; of a bad one what is wrong
   * @param at where it begins, in characters from 0
   */
  record Token(Kind kind, String text, int at) {}

  private final String text;
  private int here;

  Lexer(String text) {
    this.text = text;
  }

  Token next() {
    while (here < text.length() && Character.isWhitespace(text.charAt(here))) {
      here++;
    }
    if (here == text.length()) {
      return new Token(Kind.END, "", here);
    }
    char c = text.charAt(here);
    return switch (c) {
      case '(' -> upTo(here + 1, Kind.OPEN);
      case ')' -> upTo(here + 1, Kind.CLOSE);
      case '\'', '"' -> quoted(c);
      case '=', '!', '<', '>', '&', '|' -> sign();
      default -> isNumberHere() ? number() : isWord(c) ? word() : bad(shown(c));
    };
  }

  private static String shown(char c) {
    return c < ' ' ? "has a character that is not allowed" : "has a " + c + " that means nothing";
  }

  private Token upTo(int end, Kind kind) {
    Token token = new Token(kind, text.substring(here, end), here);
    here = end;
    return token;
  }

  private Token bad(String what) {
    return new Token(Kind.BAD, what, here);
  }

  private Token quoted(char quote) {
    int end = text.indexOf(quote, here + 1);
    if (end < 0) {
      return bad("has a text that is not closed; " + quote + " is missing");
    }
    Token token = new Token(Kind.TEXT, text.substring(here + 1, end), here);
    here = end + 1;
    return token;
  }

  private Token sign() {
    int end = here;
    while (end < text.length() && "=!<>&|".indexOf(text.charAt(end)) >= 0) {
      end++;
    }
    String sign = text.substring(here, end);
    return switch (sign) {
      case "==", "!=", "<", "<=", ">", ">=" -> upTo(end, Kind.COMPARISON);
      case "=" -> bad("has a =; equal is written ==");
      case "&", "&&" -> bad("has a " + sign + ", which is written AND");
      case "|", "||" -> bad("has a " + sign + ", which is written OR");
      case "!" -> bad("has a !, which is written NOT");
      default -> bad("has a " + sign + "; the comparisons are == != < <= > >=");
    };
  }

  private boolean isNumberHere() {
    int digit = "+-".indexOf(text.charAt(here)) >= 0 ? here + 1 : here;
    return digit < text.length() && isDigit(text.charAt(digit));
  }

  private Token number() {
    int end = here + 1;
    while (end < text.length() && (isDigit(text.charAt(end)) || text.charAt(end) == '.')) {
      end++;
    }
    boolean runsOn = end < text.length() && isWord(text.charAt(end));
    if (runsOn || Double.isNaN(Decimal.read(text.substring(here, end)))) {
      return bad("has a number that is none; it must be like 13 or 0.5");
    }
    return upTo(end, Kind.NUMBER);
  }

  private Token word() {
    int end = here + 1;
    while (end < text.length()
        && (isWord(text.charAt(end)) || "-.".indexOf(text.charAt(end)) >= 0)) {
      end++;
    }
    return upTo(end, Kind.WORD);
  }

  private static boolean isWord(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || isDigit(c);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
