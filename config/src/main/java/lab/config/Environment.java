package lab.config;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The variables that values may name: {@code ${NAME}}, {@code ${NAME:-default}} anywhere in a
 * value, or {@code os.environ/NAME} as the whole of it.
 */
record Environment(Map<String, String> variables) {
  private static final String WHOLE_VALUE_PREFIX = "os.environ/";
  private static final Pattern REFERENCE =
      Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?}");

  Environment {
    variables = Map.copyOf(variables);
  }

  /** With further variables, which come before those of the same name. */
  Environment with(Map<String, String> further) {
    Map<String, String> all = new HashMap<>(variables);
    all.putAll(further);
    return new Environment(all);
  }

  /** What came of a value. */
  sealed interface Expansion {
    /** The value with every reference replaced. */
    record Text(String text) implements Expansion {}

    /** A variable is not set, and the value has no default for it. */
    record Unset(String variable) implements Expansion {}
  }

  Expansion expand(String value) {
    if (value.startsWith(WHOLE_VALUE_PREFIX)) {
      String name = value.substring(WHOLE_VALUE_PREFIX.length()).strip();
      String found = variables.get(name);
      return found == null ? new Expansion.Unset(name) : new Expansion.Text(found);
    }
    if (!value.contains("${")) {
      return new Expansion.Text(value);
    }
    StringBuilder expanded = new StringBuilder();
    Matcher reference = REFERENCE.matcher(value);
    while (reference.find()) {
      String found = variables.get(reference.group(1));
      String otherwise = reference.group(2);
      if (otherwise != null && (found == null || found.isEmpty())) {
        found = otherwise; // as in a shell: ":-" also stands in for an empty variable
      }
      if (found == null) {
        return new Expansion.Unset(reference.group(1));
      }
      reference.appendReplacement(expanded, Matcher.quoteReplacement(found));
    }
    return new Expansion.Text(reference.appendTail(expanded).toString());
  }

  /** Half of an environment is secret. */
  @Override
  public String toString() {
    return "environment of " + variables.size();
  }
}
