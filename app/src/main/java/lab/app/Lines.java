package lab.app;

import java.util.ArrayList;
import java.util.List;

/** In which lines two texts differ. */
final class Lines {
  /** More lines than that are not compared one by one: it takes the product of both. */
  private static final int MOST = 4_000;

  private Lines() {}

  /**
   * The lines that went ({@code -}) and came ({@code +}) with their numbers, below the name;
   * nothing where the texts are the same.
   */
  static List<String> diff(String name, String before, String after) {
    if (before.equals(after)) {
      return List.of();
    }
    List<String> one = before.lines().toList();
    List<String> other = after.lines().toList();
    List<String> told = new ArrayList<>();
    told.add(name);
    int same = 0;
    while (same < Math.min(one.size(), other.size()) && one.get(same).equals(other.get(same))) {
      same++;
    }
    int end = 0;
    while (end < Math.min(one.size(), other.size()) - same
        && one.get(one.size() - 1 - end).equals(other.get(other.size() - 1 - end))) {
      end++;
    }
    middle(
        one.subList(same, one.size() - end), other.subList(same, other.size() - end), same, told);
    return told;
  }

  private static void middle(List<String> one, List<String> other, int above, List<String> told) {
    boolean whole = one.size() > MOST || other.size() > MOST;
    int[][] common = whole ? new int[1][1] : common(one, other);
    int i = 0;
    int j = 0;
    while (i < one.size() || j < other.size()) {
      boolean both = !whole && i < one.size() && j < other.size();
      if (both && one.get(i).equals(other.get(j))) {
        i++;
        j++;
      } else if (i < one.size() && !(both && common[i + 1][j] < common[i][j + 1])) {
        told.add("- %d: %s".formatted(above + i + 1, one.get(i++)));
      } else {
        told.add("+ %d: %s".formatted(above + j + 1, other.get(j++)));
      }
    }
  }

  /** How many lines the rests from there on have in common. */
  private static int[][] common(List<String> one, List<String> other) {
    int[][] common = new int[one.size() + 1][other.size() + 1];
    for (int i = one.size() - 1; i >= 0; i--) {
      for (int j = other.size() - 1; j >= 0; j--) {
        common[i][j] =
            one.get(i).equals(other.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    return common;
  }
}
