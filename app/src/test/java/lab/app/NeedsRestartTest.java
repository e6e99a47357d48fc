package lab.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The reference says of each key of {@code gateway.yaml} how a change of it comes into force. */
class NeedsRestartTest {
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  /** The reference's last column: of each key with its section, how it changes. */
  private record Row(String key, String change) {}

  private static List<Row> rows() throws IOException {
    List<Row> rows = new ArrayList<>();
    boolean gateway = false;
    String section = "";
    for (String line : Files.readAllLines(Path.of("..", "docs", "configuration.md"))) {
      if (line.startsWith("## ")) {
        gateway = line.equals("## gateway.yaml");
      } else if (line.startsWith("### ")) {
        Matcher named = CODE.matcher(line);
        section = named.find() && !named.group(1).equals("gateway.yaml") ? named.group(1) : "";
      } else if (gateway && line.startsWith("| `")) {
        String[] cells = line.split("(?<!\\\\)\\|", -1);
        Matcher keys = CODE.matcher(cells[1]);
        while (keys.find()) {
          String key = section.isEmpty() ? keys.group(1) : section + "." + keys.group(1);
          rows.add(new Row(key, cells[5].strip()));
        }
      }
    }
    return rows;
  }

  private static boolean isTakenAtTheStart(String key) {
    return NeedsRestart.keys().stream()
        .anyMatch(taken -> key.equals(taken) || key.startsWith(taken + "."));
  }

  @Test
  void theReferenceSaysOfEachKeyWhatTheNodeDoes() throws Exception {
    for (Row row : rows()) {
      if (!row.change().isEmpty()) {
        assertThat(row.change())
            .as(row.key())
            .isEqualTo(isTakenAtTheStart(row.key()) ? "restart" : "reload");
      }
    }
  }

  @Test
  void everyKeyThatTakesARestartIsInTheReference() throws Exception {
    // Given
    Set<String> said = new TreeSet<>();
    rows().stream()
        .filter(row -> row.change().equals("restart"))
        .forEach(row -> said.add(row.key()));

    // Then
    assertThat(said).containsAll(NeedsRestart.keys());
  }
}
