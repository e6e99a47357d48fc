package lab.router.explain;

import java.util.ArrayList;
import java.util.List;
import lab.router.explain.Overview.Row;

/** Writes an overview in columns; below each line, further in, who is tried, in order. */
final class Table {
  private static final List<String> HEAD = List.of("ASKED FOR", "STAGE", "STRATEGY", "RULE");
  private static final String FURTHER_IN = "  ";

  private Table() {}

  static List<String> of(List<Row> rows) {
    int[] widths = widths(rows);
    List<String> lines = new ArrayList<>();
    lines.add(aligned(HEAD, widths));
    for (Row row : rows) {
      lines.add(aligned(cells(row), widths));
      row.route().outcome().forEach(line -> lines.add(FURTHER_IN + line));
    }
    return lines;
  }

  private static List<String> cells(Row row) {
    Explanation route = row.route();
    String rule = route.rule().equals(row.asked()) ? "" : route.rule() + " ";
    return List.of(row.asked(), route.stage(), route.strategy(), rule + "(" + route.at() + ")");
  }

  /** Columns are as wide as their widest text. */
  private static int[] widths(List<Row> rows) {
    int[] widths = HEAD.stream().mapToInt(String::length).toArray();
    for (Row row : rows) {
      List<String> cells = cells(row);
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], cells.get(i).length());
      }
    }
    return widths;
  }

  private static String aligned(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length - 1; i++) {
      line.append(cells.get(i)).repeat(' ', widths[i] - cells.get(i).length() + 2);
    }
    return line.append(cells.getLast()).toString();
  }
}
