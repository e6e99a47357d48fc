package lab.router.plan;

/**
 * What every name that a regular expression matches must begin and end with, as far as it can be
 * read off the expression. Most names fail it, and comparing text is far cheaper than matching.
 *
 * @param before text at the start; empty where nothing is sure
 * @param after text at the end; empty where nothing is sure
 * @param whole whether a name that begins with the text always matches: {@code ^meta/.*}
 */
record Literal(String before, String after, boolean whole) {
  private static final String MEANINGFUL = "\\.[](){}*+?|^$";

  static Literal of(String regex) {
    if (regex.indexOf('|') >= 0 || regex.contains("(?") || regex.contains("\\Q")) {
      return new Literal("", "", false);
    }
    int end = end(regex);
    String rest = regex.substring(end);
    boolean whole = rest.isEmpty() || rest.equals(".*");
    return new Literal(text(regex, end), after(regex), whole);
  }

  boolean mayMatch(String name) {
    return name.startsWith(before) && name.endsWith(after);
  }

  /** Where the text at the start ends. */
  private static int end(String regex) {
    int at = start(regex);
    while (at < regex.length()) {
      int width = width(regex, at);
      boolean repeated =
          at + width < regex.length() && "*?{+".indexOf(regex.charAt(at + width)) >= 0;
      if (width == 0 || repeated) {
        return at; // something else is meant, or the character may be absent
      }
      at += width;
    }
    return at;
  }

  private static int start(String regex) {
    return regex.startsWith("^") ? 1 : 0;
  }

  /** What is meant up to there, without the marks of escape. */
  private static String text(String regex, int end) {
    StringBuilder text = new StringBuilder();
    for (int at = start(regex); at < end; at += width(regex, at)) {
      text.append(regex.charAt(at + width(regex, at) - 1));
    }
    return text.toString();
  }

  /** How many characters stand for one that is meant as it is; 0 where something else is meant. */
  private static int width(String regex, int at) {
    char here = regex.charAt(at);
    if (here == '\\') {
      boolean escaped = at + 1 < regex.length() && MEANINGFUL.indexOf(regex.charAt(at + 1)) >= 0;
      return escaped ? 2 : 0;
    }
    return MEANINGFUL.indexOf(here) >= 0 ? 0 : 1;
  }

  /** Only behind {@code .*} and before {@code $}, where nothing is optional. */
  private static String after(String regex) {
    int star = regex.lastIndexOf(".*");
    if (star < 0 || !regex.endsWith("$") || regex.endsWith("\\$")) {
      return "";
    }
    String rest = regex.substring(star + 2, regex.length() - 1);
    if (star > 0 && regex.charAt(star - 1) == '\\') {
      return "";
    }
    boolean plain = !rest.startsWith("^") && end(rest) == rest.length();
    return plain ? text(rest, rest.length()) : "";
  }
}
