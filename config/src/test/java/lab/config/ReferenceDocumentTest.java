package lab.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The reference and the loader's table of keys say the same. */
class ReferenceDocumentTest {
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  private final Map<String, Map<String, KeyUse>> documented = read();

  @ParameterizedTest
  @EnumSource
  void everyKnownKeyIsInTheReferenceWithItsUse(Section section) {
    assertThat(documented.get(section.path())).as(section.path()).isEqualTo(section.keys());
  }

  @Test
  void theReferenceHasNoSectionThatTheLoaderDoesNotKnow() {
    assertThat(documented.keySet())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Section.values()).map(Section::path).toList());
  }

  private static Map<String, Map<String, KeyUse>> read() {
    Map<String, Map<String, KeyUse>> sections = new HashMap<>();
    @Nullable Map<String, KeyUse> current = null; // outside of sections tables are for people only
    for (String line : lines()) {
      if (line.startsWith("### ")) {
        current = new HashMap<>();
        sections.put(code(line), current);
      } else if (line.startsWith("## ")) {
        current = null;
      } else if (current != null && line.startsWith("| `")) {
        String[] cells = line.split("(?<!\\\\)\\|", -1);
        Matcher keys = CODE.matcher(cells[1]);
        while (keys.find()) {
          current.put(keys.group(1), use(cells[4]));
        }
      }
    }
    return sections;
  }

  private static KeyUse use(String effect) {
    Map<KeyUse, String> marks = new EnumMap<>(KeyUse.class);
    marks.put(KeyUse.DESCRIPTIVE, "*descriptive*");
    marks.put(KeyUse.LATER, "*no effect yet*");
    marks.put(KeyUse.NONE, "*no effect here*");
    return marks.entrySet().stream()
        .filter(mark -> effect.contains(mark.getValue()))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(KeyUse.EFFECT);
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
}
