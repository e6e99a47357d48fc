package lab.router.plan;

/**
 * What every name that a regular expression matches must begin and end with, as far as it can be
 * read off the expression. Most names fail it, and comparing text is far cheaper than matching.
 *
 * @param before text at the start; empty where nothing is sure
 * @param after text at the end; empty where nothing is sure
 */
record Literal(String before, String after) {
  private static final String MEANINGFUL = "\\.[](){}*+?|^$";

  static Literal of(String regex) {
    if (regex.indexOf('|') >= 0 || regex.contains("(?") || regex.contains("\\Q")) {
      return new Literal("", "");
    }
    return new Literal(before(regex), after(regex));
  }

  boolean mayMatch(String name) {
    return name.startsWith(before) && name.endsWith(after);
  }

  private static String before(String regex) {
    StringBuilder text = new StringBuilder();
    int at = regex.startsWith("^") ? 1 : 0;
    while (at < regex.length()) {
      int width = width(regex, at);
      if (width == 0) {
        break;
      }
      if (at + width < regex.length() && "*?{+".indexOf(regex.charAt(at + width)) >= 0) {
        break; // this character may be absent, or repeated
      }
      text.append(regex.charAt(at + width - 1));
      at += width;
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
    String text = before(rest);
    boolean whole = text.length() == rest.replace("\\", "").length();
    return whole && !rest.startsWith("^") && !rest.contains("\\\\") ? text : "";
  }
}
