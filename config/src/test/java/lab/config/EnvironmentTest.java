package lab.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentTest {
  private static final Map<String, String> SET = Map.of("HOST", "box", "EMPTY", "", "ODD", "$1\\");

  @ParameterizedTest
  @CsvSource({
    "plain,plain",
    "${HOST},box",
    "http://${HOST}:${PORT:-80}/,http://box:80/",
    "${EMPTY:-other},other",
    "${EMPTY},''",
    "os.environ/HOST,box",
    "a os.environ/HOST,a os.environ/HOST",
    "${ODD},$1\\",
    "${not a name},${not a name}",
    "^a${2},^a${2}"
  })
  void referencesAreReplacedAndAllElseIsKept(String value, String expected) {
    assertThat(new Environment(SET).expand(value))
        .isEqualTo(new Environment.Expansion.Text(expected));
  }

  @ParameterizedTest
  @CsvSource({"${GONE},GONE", "os.environ/GONE,GONE", "${HOST}${GONE},GONE"})
  void anUnsetVariableWithoutDefaultIsNamed(String value, String variable) {
    assertThat(new Environment(SET).expand(value))
        .isEqualTo(new Environment.Expansion.Unset(variable));
  }

  @Test
  void anEnvironmentDoesNotShowItsValues() {
    assertThat(new Environment(Map.of("KEY", "sk-1"))).asString().doesNotContain("sk-1");
  }

  @Test
  void anUnsetVariableOfAPlainValueIsAnErrorThatNamesIt(@TempDir Path directory) {
    Folder folder = new Folder(directory).gateway("server_settings:\n  host: ${BIND}\n");

    assertThat(folder.errors())
        .containsExactly(
            "gateway.yaml:2:9 server_settings.host needs the environment variable BIND,"
                + " which is not set and has no default (${BIND:-...})");
  }

  @Test
  void whatComesOutOfAVariableHasItsOwnType(@TempDir Path directory) {
    Folder folder =
        new Folder(directory)
            .gateway(
                """
                server_settings:
                  port: ${PORT:-4100}
                general_settings:
                  allow_unauthenticated: "${OPEN}"
                litellm_settings:
                  timeout: ${LONG}
                """);

    Settings settings = folder.valid(Map.of("OPEN", "yes", "LONG", "2m")).settings();

    assertThat(settings.port()).isEqualTo(4100);
    assertThat(settings.allowUnauthenticated()).isTrue();
    assertThat(settings.time().timeout()).hasMinutes(2);
  }
}
