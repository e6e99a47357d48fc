package lab.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Variables are given as properties here: an option's default looks for one first. */
class EmptyVariablesTest {
  private static final String NAME = "LAB_OF_THIS_TEST_ALONE";

  @Command
  private static final class Asked {
    @Option(names = "--none", defaultValue = "${" + NAME + "}")
    private @Nullable Integer none;

    @Option(names = "--folder", defaultValue = "${" + NAME + "}")
    private @Nullable Path folder;

    @Option(names = "--some", defaultValue = "${" + NAME + ":-seven}")
    private String some = "";

    @Option(names = "--plain", defaultValue = "")
    private String plain = "of the field";
  }

  @Command
  private static final class Flagged {
    @Option(names = "--flag", defaultValue = "${" + NAME + ":-true}")
    private boolean flag;
  }

  private static Asked asked(String... arguments) {
    return parsed(new Asked(), arguments);
  }

  private static <T> T parsed(T command, String... arguments) {
    var unused =
        new CommandLine(command).setDefaultValueProvider(new EmptyVariables()).parseArgs(arguments);
    return command;
  }

  @AfterEach
  void forget() {
    String unused = System.clearProperty(NAME);
  }

  @Test
  void aVariableThatIsEmptyIsOneThatIsNotSet() {
    for (String empty : new String[] {"", " "}) {
      // Given
      String unused = System.setProperty(NAME, empty);

      // When
      Asked asked = asked();

      // Then
      assertThat(asked.none).isNull();
      assertThat(asked.folder).isNull();
      assertThat(asked.some).isEqualTo("seven");
      assertThat(parsed(new Flagged()).flag).isTrue();
    }
  }

  @Test
  void whatIsSetAndWhatIsGivenCountsAsBefore() {
    // Given
    String unused = System.setProperty(NAME, "7");

    // Then
    assertThat(asked().none).isEqualTo(7);
    assertThat(asked().some).isEqualTo("7");
    assertThat(asked("--none", "8").none).isEqualTo(8);
    assertThat(asked().plain).isEmpty();
  }

  @Test
  void whatIsGivenEmptyOnTheCommandLineIsEmpty() {
    assertThat(asked("--some", "").some).isEmpty();
  }
}
