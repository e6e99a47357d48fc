package lab.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The tables of {@code docs/configuration.md}: what people read of each key. */
final class Reference {
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  private final Map<String, Map<String, Row>> sections = new LinkedHashMap<>();

  /**
   * What the reference says of a key.
   *
   * @param type what may stand there, in words
   * @param otherwise its default, or that it is needed
   * @param effect what it does
   */
  record Row(String type, String otherwise, String effect) {}

  Reference() {
    @Nullable Map<String, Row> current = null; // outside of sections tables are for people only
    for (String line : lines()) {
      if (line.startsWith("### ")) {
        current = new LinkedHashMap<>();
        sections.put(code(line), current);
      } else if (line.startsWith("## ")) {
        current = null;
      } else if (current != null && line.startsWith("| `")) {
        String[] cells = line.split("(?<!\\\\)\\|", -1);
        Row row = new Row(cells[2].strip(), cells[3].strip(), cells[4].strip());
        Matcher keys = CODE.matcher(cells[1]);
        while (keys.find()) {
          current.put(keys.group(1), row);
        }
      }
    }
  }

  private static String code(String line) {
    Matcher code = CODE.matcher(line);
    return code.find() ? code.group(1) : line;
  }

  private static Iterable<String> lines() {
    try {
      return Files.readAllLines(Path.of("..", "docs", "configuration.md"));
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }

  /** Its sections, by their paths. */
  Map<String, Map<String, Row>> sections() {
    return sections;
  }

  /** What it says of a key that must be in it. */
  Row row(Section section, String key) {
    Map<String, Row> rows = sections.getOrDefault(section.path(), Map.of());
    return Objects.requireNonNull(rows.get(key), section.path() + " " + key);
  }
}
