package lab.app.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code docs/logging.md} names is what the sources say. */
class LoggingGuideTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern FIELD = Pattern.compile("addKeyValue\\(\\s*\"(\\w+)\"");
  private static final Pattern NAMED = Pattern.compile("`(\\w+)`");

  @Test
  void theGuideListsEveryFieldAndNoOther() throws IOException {
    // Given
    Set<String> used = new TreeSet<>();
    for (Path source : sources()) {
      FIELD.matcher(Files.readString(source)).results().forEach(hit -> used.add(hit.group(1)));
    }

    // When
    Set<String> listed = new TreeSet<>();
    guide()
        .substring(guide().indexOf("| field |"))
        .lines()
        .map(line -> line.split("\\|", -1)[1])
        .forEach(cell -> NAMED.matcher(cell).results().forEach(hit -> listed.add(hit.group(1))));

    // Then
    assertThat(used).contains("request_id");
    assertThat(listed).isEqualTo(used);
  }

  @Test
  void theEventsOfRequestsAreThoseOfTheGuide() throws IOException {
    // Given
    String source =
        Files.readString(
            ROOT.resolve("gateway-verticle/src/main/java/lab/gateway/ingress/AccessLog.java"));

    // When
    String guide = guide();
    String events =
        guide.substring(guide.indexOf("| event |"), guide.indexOf("All other events are"));
    Set<String> listed = new TreeSet<>();
    events
        .lines()
        .filter(line -> line.startsWith("| `"))
        .forEach(line -> NAMED.matcher(line).results().forEach(hit -> listed.add(hit.group(1))));

    // Then
    assertThat(listed)
        .hasSize(5)
        .allSatisfy(event -> assertThat(source).contains('"' + event.replace('_', ' ') + '"'));
  }

  private static String guide() throws IOException {
    return Files.readString(ROOT.resolve("docs/logging.md"));
  }

  private static Iterable<Path> sources() throws IOException {
    Set<Path> found = new TreeSet<>();
    for (String module : Set.of("app", "contract", "gateway", "health", "metrics", "router")) {
      boolean plain = module.equals("app") || module.equals("contract");
      try (Stream<Path> files =
          Files.walk(ROOT.resolve(plain ? module : module + "-verticle").resolve("src/main"))) {
        files.filter(file -> file.toString().endsWith(".java")).forEach(found::add);
      }
    }
    return found;
  }
}
