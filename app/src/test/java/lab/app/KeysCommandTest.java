package lab.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lab.config.KeyHash;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysCommandTest {
  private static final String PROVIDERS =
      "providers: {a: {type: ollama, base_url: 'http://localhost:1', models: [tiny]}}\n";

  private final Path folder;

  KeysCommandTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeEach
  void provider() throws IOException {
    var unused = Files.writeString(folder.resolve("providers.yaml"), PROVIDERS);
  }

  private Ran run(String... arguments) {
    String[] all = new String[arguments.length + 3];
    all[0] = "keys";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    all[arguments.length + 1] = "--config";
    all[arguments.length + 2] = folder.toString();
    return Ran.lab(all);
  }

  private String file() throws IOException {
    return Files.readString(folder.resolve("keys.yaml"));
  }

  private void file(String text) throws IOException {
    var unused = Files.writeString(folder.resolve("keys.yaml"), text);
  }

  @Test
  void aNewKeyIsPrintedOnceWithItsEntryAndNothingIsWritten() {
    // When
    Ran ran = run("new", "ci", "--models", "llama*,tiny", "--rpm", "60");

    // Then
    List<String> lines = ran.out().lines().toList();
    assertThat(ran.status()).isZero();
    assertThat(lines.getFirst()).startsWith("sk-");
    assertThat(lines.subList(1, lines.size()))
        .containsExactly(
            "  ci:",
            "    sha256: " + KeyHash.of(lines.getFirst()).hex(),
            "    models: ['llama*', 'tiny']",
            "    rpm: 60");
    assertThat(folder.resolve("keys.yaml")).doesNotExist();
  }

  @Test
  void whereThereAreNoKeysThatIsSaidToPeopleAndNothingToPrograms() {
    // When
    Ran ran = run("list");

    // Then
    assertThat(ran.status()).isZero();
    assertThat(ran.out()).isEmpty();
    assertThat(ran.errLines())
        .containsExactly(folder + " has no keys; ./lab keys new NAME --write makes one");
  }

  @Test
  void writtenItIsGoodAndTheKeyItselfStandsNowhere() throws IOException {
    // Given
    String key =
        run("new", "ci", "--expires", "2099-01-31", "--write").out().lines().toList().getFirst();

    // When
    Ran listed = run("list");

    // Then
    assertThat(file()).doesNotContain(key).contains(KeyHash.of(key).hex());
    assertThat(listed.out())
        .contains("ci")
        .contains("good")
        .contains("until 2099-01-31")
        .doesNotContain(key);
  }

  @Test
  void whatSomebodyWroteStaysAsItIs() throws IOException {
    // Given
    file(
        "# ours\nkeys: # by team\n    old: # of last year\n        sha256: "
            + "0".repeat(64)
            + "\n");

    // When
    var unused = run("new", "ci", "--write");
    Ran disabled = run("disable", "old", "--write");

    // Then
    assertThat(disabled.status()).isZero();
    assertThat(file())
        .startsWith("# ours\nkeys: # by team\n    ci:\n      sha256: ")
        .contains("    old: # of last year\n        disabled: true\n        sha256: 000");
    assertThat(run("list").out()).contains("disabled").contains("good");
  }

  @Test
  void theShippedFileTakesAKey() throws IOException {
    // Given
    file(Files.readString(Path.of("..", "config", "keys.yaml")));

    // When
    Ran ran = run("new", "ci", "--write");

    // Then
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(run("list").out()).contains("ci").contains("any model");
  }

  @Test
  void aNameThatIsThereAlreadyChangesNothing() throws IOException {
    // Given
    var unused = run("new", "ci", "--write");
    String before = file();

    // When
    Ran again = run("new", "ci", "--write");

    // Then
    assertThat(again.status()).isEqualTo(1);
    assertThat(again.err()).contains("is left as it is");
    assertThat(file()).isEqualTo(before);
    try (var files = Files.list(folder)) {
      assertThat(files.map(Path::getFileName).map(Path::toString))
          .containsExactlyInAnyOrder("providers.yaml", "keys.yaml");
    }
  }

  @Test
  void aKeyThatIsNotThereCanNotBeDisabled() {
    assertThat(run("disable", "nobody", "--write").status()).isEqualTo(1);
    assertThat(run("disable", "nobody").out()).contains("disabled: true");
  }

  @Test
  void aNameThatWouldNeedQuotesIsRefused() {
    assertThat(run("new", "a b", "--write").status()).isEqualTo(2);
    assertThat(run("new", "a:b", "--write").status()).isEqualTo(2);
  }
}
