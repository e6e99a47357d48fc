package lab.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code docs/routing.md}: its commands print what stands below them, and its rules are valid. */
class RoutingGuideTest {
  private static final Path GUIDE = Path.of("..", "docs", "routing.md");
  private static final Pattern EXAMPLE =
      Pattern.compile("```sh\n\\./lab (route [^\n]*)\n```\n\n```text\n(.*?)```", Pattern.DOTALL);
  private static final Pattern RULES =
      Pattern.compile("```yaml\n# play/model-mappings.yaml\n(.*?)```", Pattern.DOTALL);

  private static Path play = Path.of("");

  @BeforeAll
  static void putTheRulesOfTheGuideIntoAFolder(@TempDir Path folder) throws IOException {
    play = folder;
    Matcher rules = RULES.matcher(guide());
    assertThat(rules.find()).isTrue();
    // The comment is part of the file: places in it are told by line.
    Files.writeString(
        play.resolve("model-mappings.yaml"), "# play/model-mappings.yaml\n" + rules.group(1));
    Files.copy(Path.of("..", "config", "providers.yaml"), play.resolve("providers.yaml"));
  }

  private static String guide() throws IOException {
    return Files.readString(GUIDE);
  }

  static Stream<Arguments> examples() throws IOException {
    List<Arguments> examples = new ArrayList<>();
    Matcher example = EXAMPLE.matcher(guide());
    while (example.find()) {
      examples.add(Arguments.of(example.group(1), example.group(2)));
    }
    return examples.stream();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void aCommandPrintsWhatStandsBelowIt(String command, String shown) {
    // When
    Ran ran = Ran.lab(arguments(command));

    // Then
    assertThat(ran.err()).isEmpty();
    assertThat(ran.out()).isEqualTo(shown);
  }

  private static String[] arguments(String command) {
    boolean ofPlay = command.endsWith(" --config play");
    String question = ofPlay ? command.substring(0, command.indexOf(" --config play")) : command;
    List<String> words = new ArrayList<>(List.of(question.split(" ", -1)));
    words.addAll(List.of("--config", ofPlay ? play.toString() : "../config"));
    return words.toArray(String[]::new);
  }

  @Test
  void nothingIsToBeSaidOfItsRules() {
    // When
    Ran ran = Ran.lab("check", "--config", play.toString());

    // Then
    assertThat(ran.out()).contains("0 warnings");
    assertThat(ran.status()).isZero();
  }
}
