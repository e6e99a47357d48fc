package lab.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code lab check} says all that is wrong, where, and in its exit status. */
class CheckCommandTest {
  @TempDir private Path folder = Path.of(".");

  private static final String GOOD =
      """
      providers:
        one:
          type: ollama
          base_url: http://127.0.0.1:11434
          status: active
          models: [a-model]
      """;

  private static final String BROKEN =
      """
      providers:
        one:
          type: olama
          base_url: http://127.0.0.1:11434
          status: active
        two:
          type: vllm
          base_url: 7
          status: active
      """;

  @Test
  void aGoodFolderIsValid() throws Exception {
    // When
    Ran ran = Ran.lab("check", "--config", Ran.folder(folder, GOOD));

    // Then
    assertThat(ran.status()).isZero();
    assertThat(ran.out()).contains("is valid: 1 providers").contains("0 warnings");
    assertThat(ran.err()).isEmpty();
  }

  @Test
  void everyErrorIsToldAtOnceWithItsPlace() throws Exception {
    // Given
    String broken = Ran.folder(folder, BROKEN);
    Files.writeString(
        folder.resolve("model-mappings.yaml"),
        """
        exact_matches:
          x:
            provider: nobody
        patterns:
          - pattern: "[unclosed"
            provider: one
        """);

    // When
    Ran ran = Ran.lab("check", "--config", broken);

    // Then
    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.out().lines())
        .anyMatch(line -> line.startsWith("providers.yaml:3:11: error: ") && line.contains("olama"))
        .anyMatch(line -> line.startsWith("providers.yaml:8:15: error: "))
        .anyMatch(line -> line.startsWith("model-mappings.yaml:3:15: error: "))
        .anyMatch(line -> line.startsWith("model-mappings.yaml:5:14: error: "))
        .last()
        .asString()
        .matches(".* has \\d+ errors and \\d+ warnings");
  }

  @Test
  void programsGetTheSameAsJson() throws Exception {
    // When
    Ran ran = Ran.lab("check", "--json", "--config", Ran.folder(folder, BROKEN));

    // Then
    JsonObject said = new JsonObject(ran.out());
    JsonArray findings = said.getJsonArray("findings");
    assertThat(ran.status()).isEqualTo(1);
    assertThat(said.getBoolean("valid")).isFalse();
    assertThat(findings.size()).isGreaterThanOrEqualTo(2);
    JsonObject first = findings.getJsonObject(0);
    assertThat(first.fieldNames())
        .containsExactlyInAnyOrder("severity", "file", "line", "column", "message");
    assertThat(first.getString("file")).isEqualTo("providers.yaml");
    assertThat(first.getInteger("line")).isEqualTo(3);
    assertThat(first.getInteger("column")).isEqualTo(11);
  }

  @Test
  void aGoodFolderIsValidForProgramsToo() throws Exception {
    // When
    Ran ran = Ran.lab("check", "--json", "--config", Ran.folder(folder, GOOD));

    // Then
    assertThat(ran.status()).isZero();
    assertThat(new JsonObject(ran.out()).getBoolean("valid")).isTrue();
    assertThat(new JsonObject(ran.out()).getJsonArray("findings")).isEmpty();
  }

  @Test
  void whatCanNotBeReadIsAnotherStatus() {
    // When
    Ran missing = Ran.lab("check", "--config", folder.resolve("nowhere").toString());
    Ran empty = Ran.lab("check", "--config", folder.toString());
    Ran json = Ran.lab("check", "--json", "--config", folder.resolve("nowhere").toString());

    // Then
    assertThat(missing.status()).isEqualTo(2);
    assertThat(missing.out()).contains("nowhere is not a folder");
    assertThat(empty.status()).isEqualTo(2);
    assertThat(json.status()).isEqualTo(2);
    assertThat(new JsonObject(json.out()).getBoolean("valid")).isFalse();
  }

  @Test
  void brokenYamlIsAnErrorWithItsPlace() throws Exception {
    // When
    Ran ran = Ran.lab("check", "--config", Ran.folder(folder, "providers:\n  one: [unclosed\n"));

    // Then
    assertThat(ran.status()).isIn(1, 2);
    assertThat(ran.out()).containsPattern("providers\\.yaml:\\d+:\\d+: error: ");
  }

  @Test
  void theShippedConfigurationIsValid() {
    assertThat(Ran.lab("check", "--config", "../config").status()).isZero();
  }

  @Test
  void aFileThatCanNotBeReadIsNamedForPeopleAndPrograms() throws Exception {
    // Given
    Path file = Files.createDirectory(folder.resolve("providers.yaml"));

    // When
    Ran people = Ran.lab("check", "--config", folder.toString());
    Ran programs = Ran.lab("check", "--json", "--config", folder.toString());

    // Then
    String because =
        file
            + " can not be read: it is a folder; it must be a file that whoever runs the node may"
            + " read";
    assertThat(people.status()).isEqualTo(2);
    assertThat(people.out().lines()).containsExactly(because);
    assertThat(new JsonObject(programs.out()).getString("because")).isEqualTo(because);
  }
}
