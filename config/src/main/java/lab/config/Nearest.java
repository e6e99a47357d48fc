package lab.config;

import org.jspecify.annotations.Nullable;

/** Finds the name that was probably meant. */
final class Nearest {
  private Nearest() {}

  /**
   * The known name with the fewest edits (insert, delete, replace, swap of neighbours) from the
   * given one, or null where none is within a third of its length, and at least two.
   */
  static @Nullable String to(String name, Iterable<String> known) {
    String best = null;
    int fewest = Math.max(2, name.length() / 3) + 1;
    for (String candidate : known) {
      // Half the letters of a short name may not be wrong: "a" is not meant by "xy".
      int bound = Math.min(fewest, Math.max(1, candidate.length() - 1));
      if (Math.abs(candidate.length() - name.length()) < bound) {
        int edits = edits(name, candidate);
        if (edits < bound) {
          fewest = edits;
          best = candidate;
        }
      }
    }
    return best;
  }

  /** {@code ; did you mean "..."?} or nothing. */
  static String hint(String name, Iterable<String> known) {
    String nearest = to(name, known);
    return nearest == null ? "" : "; did you mean \"" + nearest + "\"?";
  }

  private static int edits(String from, String to) {
    int[] beforePrevious = new int[to.length() + 1];
    int[] previous = new int[to.length() + 1];
    int[] current = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      current[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int same = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
        current[j] = Math.min(Math.min(current[j - 1], previous[j]) + 1, previous[j - 1] + same);
        if (i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1)) {
          current[j] = Math.min(current[j], beforePrevious[j - 2] + 1);
        }
      }
      int[] recycled = beforePrevious;
      beforePrevious = previous;
      previous = current;
      current = recycled;
    }
    return previous[to.length()];
  }
}
