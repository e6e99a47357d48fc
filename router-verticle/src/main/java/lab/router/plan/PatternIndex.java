package lab.router.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import lab.config.PatternRule;
import org.jspecify.annotations.Nullable;

/**
 * The patterns of a configuration, by what every name that they match begins with: of most, nothing
 * is asked at all. Expressions are run only where text decides nothing, and only those that stand
 * before what matches already.
 */
final class PatternIndex {
  private final Map<String, List<Sought>> byHead = new HashMap<>();
  private final List<Sought> headless = new ArrayList<>();
  private final int[] lengths;

  /** A pattern, its place in the file, and what every name that it matches begins and ends with. */
  private record Sought(int place, Literal literal, PatternRule rule) {
    boolean matches(String name) {
      return literal.mayMatch(name)
          && (literal.whole() || rule.pattern().matcher(name).lookingAt());
    }
  }

  /**
   * An index.
   *
   * @param rules in file order
   */
  PatternIndex(List<PatternRule> rules) {
    TreeSet<Integer> found = new TreeSet<>();
    int place = 0;
    for (PatternRule rule : rules) {
      Literal literal = Literal.of(rule.pattern().pattern());
      Sought sought = new Sought(place++, literal, rule);
      String head = literal.before();
      if (head.isEmpty()) {
        headless.add(sought);
      } else {
        found.add(head.length());
        byHead.computeIfAbsent(head, first -> new ArrayList<>()).add(sought);
      }
    }
    lengths = found.stream().mapToInt(Integer::intValue).toArray();
  }

  /** The first one in file order that matches from the start of the name, or null. */
  @Nullable PatternRule first(String name) {
    Sought first = null;
    for (int length : lengths) {
      if (length > name.length()) {
        break;
      }
      first = earlier(first, byHead.getOrDefault(name.substring(0, length), List.of()), name);
    }
    first = earlier(first, headless, name);
    return first == null ? null : first.rule;
  }

  private static @Nullable Sought earlier(
      @Nullable Sought found, List<Sought> others, String name) {
    for (Sought other : others) {
      if (found != null && found.place < other.place) {
        return found;
      }
      if (other.matches(name)) {
        return other;
      }
    }
    return found;
  }
}
