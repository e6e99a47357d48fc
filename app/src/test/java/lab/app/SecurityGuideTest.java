package lab.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Each line of the checklist in {@code docs/security.md} leads to the test that shows it. */
class SecurityGuideTest {
  private static final Path DOCS = Path.of("..", "docs");
  private static final Pattern LINK = Pattern.compile("\\[(\\w+)]\\((\\.\\./[^)]+)\\)");

  @Test
  void eachLineIsATest() throws Exception {
    List<String> lines =
        Files.readAllLines(DOCS.resolve("security.md")).stream()
            .filter(line -> line.startsWith("| API"))
            .toList();

    assertThat(lines).hasSizeGreaterThan(20);
    for (String line : lines) {
      List<MatchResult> links = LINK.matcher(line).results().toList();
      assertThat(links).as(line).isNotEmpty();
      for (MatchResult link : links) {
        Path test = DOCS.resolve(link.group(2));
        assertThat(test).exists().hasFileName(link.group(1) + ".java");
        assertThat(Files.readString(test)).containsPattern("@(Test|ParameterizedTest|Property)\\b");
      }
    }
  }
}
