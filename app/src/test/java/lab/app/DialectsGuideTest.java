package lab.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Each lossy point of {@code docs/dialects.md} names a test, which the tests of its part have. */
class DialectsGuideTest {
  private static final Path GUIDE = Path.of("../docs/dialects.md");
  private static final Pattern LINK = Pattern.compile("]\\(\\.\\./(\\S+\\.java)\\)");
  private static final Pattern NAME = Pattern.compile("`([a-z]\\w+)`");

  private static String testsOf(String part) throws IOException {
    StringBuilder tests = new StringBuilder();
    for (MatchResult link : LINK.matcher(part).results().toList()) {
      tests.append(Files.readString(Path.of("..", link.group(1))));
    }
    return tests.toString();
  }

  /** The last cells of the rows that say what becomes of something. */
  private static List<String> named(String part) {
    List<String> cells = new ArrayList<>();
    boolean inside = false;
    for (String line : part.lines().toList()) {
      if (line.startsWith("|---")) {
        continue;
      }
      String[] row = line.split("\\s*(?<!\\\\)\\|\\s*", -1);
      if (line.endsWith("| test |")) {
        inside = true;
      } else if (inside && row.length > 2) {
        cells.add(row[row.length - 2]);
      } else {
        inside = false;
      }
    }
    return cells;
  }

  @Test
  void eachLossyPointHasATestThatIsThere() throws IOException {
    // Given
    List<String> wrong = new ArrayList<>();
    int points = 0;

    // When
    for (String part : Files.readString(GUIDE).split("\n## ", -1)) {
      String tests = testsOf(part);
      for (String cell : named(part)) {
        points++;
        List<String> names = NAME.matcher(cell).results().map(hit -> hit.group(1)).toList();
        boolean found = names.stream().allMatch(name -> tests.contains("void " + name + "("));
        if (!found || (names.isEmpty() && !cell.equals("the same"))) {
          wrong.add(cell);
        }
      }
    }

    // Then
    assertThat(wrong).isEmpty();
    assertThat(points).isGreaterThan(40);
  }
}
