package lab.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest {
  private final Path directory;
  private final Folder folder;

  ConfigLoaderTest(@TempDir Path directory) {
    this.directory = directory;
    this.folder = new Folder(directory);
  }

  @Test
  void aFolderThatIsNotThereIsUnreadable() {
    Path nowhere = directory.resolve("nowhere");

    assertThat(ConfigLoader.load(nowhere, Map.of()))
        .isInstanceOfSatisfying(
            Loading.Unreadable.class,
            unreadable -> assertThat(unreadable.because()).endsWith("nowhere is not a folder"));
  }

  @Test
  void aFolderWithNeitherRegistryNorModelListIsUnreadable() {
    folder.with("gateway.yaml", "server_settings: {port: 4000}\n").with("providers.yml", "");

    Loading loading = folder.load();

    assertThat(loading)
        .isInstanceOfSatisfying(
            Loading.Unreadable.class,
            unreadable ->
                assertThat(unreadable.because())
                    .contains("neither providers.yaml nor a gateway.yaml with a model_list"));
    assertThat(loading.findings())
        .singleElement()
        .asString()
        .isEqualTo("providers.yml:1:1: warning: is not read; its name must be providers.yaml");
  }

  @Test
  void aRegistryWithoutProvidersIsAnError() {
    folder.providers("# nothing yet\n");

    assertThat(folder.errors()).containsExactly("providers.yaml:1:1 names no provider");
  }

  @Test
  void allErrorsOfAllFilesAreToldAtOnceErrorsFirst() {
    folder
        .providers(Folder.ONE_PROVIDER + "    colour: red\n    num_retries: many\n")
        .with("model-mappings.yaml", "patterns: [{pattern: '(', provider: nobody}]\n")
        .with("ports.yaml", "a: {port: 1}\nb: {port: 1}\n")
        .with("gateway.yaml", "server_settings: {port: true}\nlitellm_settings: [\n");

    assertThat(folder.load().findings())
        .extracting(finding -> finding.severity() + " " + finding.at().file())
        .containsExactly(
            "ERROR gateway.yaml",
            "ERROR model-mappings.yaml",
            "ERROR model-mappings.yaml",
            "ERROR ports.yaml",
            "ERROR providers.yaml",
            "WARNING providers.yaml");
  }

  @Test
  @Timeout(value = 10, unit = TimeUnit.SECONDS)
  void thousandsOfModelsAndHundredsOfPatternsAreNoBurden() {
    StringBuilder providers = new StringBuilder("providers:\n");
    for (int p = 0; p < 50; p++) {
      providers.append(
          "  p%d:\n    type: vllm\n    base_url: http://h%d\n    models:\n".formatted(p, p));
      for (int m = 0; m < 100; m++) {
        providers.append("      - {name: 'm%d-%d', size: 7B}\n".formatted(p, m));
      }
    }
    StringBuilder mappings = new StringBuilder("patterns:\n");
    for (int i = 0; i < 500; i++) {
      mappings.append("  - {pattern: '^x%d-[a-z]+(-\\d+)?$', provider: p1}\n".formatted(i));
    }
    mappings.append("fallback_chains:\n");
    for (int p = 0; p < 50; p++) {
      for (int m = 0; m < 99; m++) {
        mappings.append("  m%d-%d: [m%d-%d]\n".formatted(p, m, p, m + 1));
      }
    }
    folder.providers(providers.toString()).with("model-mappings.yaml", mappings.toString());

    Configuration configuration = folder.valid();

    assertThat(configuration.patterns()).hasSize(500);
    assertThat(configuration.chains()).hasSize(50 * 99);
  }

  @Test
  @Timeout(value = 30, unit = TimeUnit.SECONDS)
  void aThousandAliasesServersAndWrongConditionsAreNoBurdenEither() {
    StringBuilder gateway = new StringBuilder("model_list:\n");
    for (int i = 0; i < 1_000; i++) {
      gateway.append(
          "  - {model_name: n%d, litellm_params: {model: ollama/n%d, api_base: 'http://h%d:1'}}\n"
              .formatted(i, i, i));
    }
    gateway.append("model_group_alias:\n");
    for (int i = 0; i < 1_000; i++) {
      gateway.append("  a%d: n%d\n".formatted(i, i));
    }
    StringBuilder mappings = new StringBuilder("load_balancing:\n");
    for (int i = 0; i < 1_000; i++) {
      mappings.append("  b%d: {providers: [{provider: nobody, condition: tokns}]}\n".formatted(i));
    }
    folder.with("gateway.yaml", gateway.toString());

    Configuration configuration = folder.valid();
    List<String> errors = folder.with("model-mappings.yaml", mappings.toString()).errors();

    assertThat(configuration.providers()).hasSize(1_000);
    assertThat(configuration.exact()).hasSize(1_000);
    assertThat(configuration.choices().aliases()).hasSize(1_000);
    assertThat(errors).hasSize(2_000);
  }

  @Test
  void whateverStandsInTheFilesLoadingEndsWithAnAnswer() throws IOException {
    List<String> files =
        List.of("providers.yaml", "model-mappings.yaml", "ports.yaml", "gateway.yaml");
    Path shipped = Path.of("").toAbsolutePath();
    SplittableRandom random = new SplittableRandom(42);
    for (String file : files) {
      String text = Files.readString(shipped.resolve(file));
      for (String other : files) {
        Files.copy(
            shipped.resolve(other),
            directory.resolve(other),
            java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      }
      for (int i = 0; i < 400; i++) {
        Loading loading = folder.with(file, damaged(text, random)).load();
        assertThat(loading.findings()).doesNotContainNull();
      }
    }
  }

  private static String damaged(String text, SplittableRandom random) {
    StringBuilder damaged = new StringBuilder(text);
    String inserts = ":-[]{}&*?!|>'\"#%@`,\n 0aé\t~<$";
    for (int i = random.nextInt(1, 6); i > 0; i--) {
      int at = random.nextInt(damaged.length());
      switch (random.nextInt(4)) {
        case 0 -> damaged.deleteCharAt(at);
        case 1 -> damaged.insert(at, inserts.charAt(random.nextInt(inserts.length())));
        case 2 -> {
          int lineEnd = damaged.indexOf("\n", at);
          damaged.delete(at, lineEnd < 0 ? damaged.length() : lineEnd);
        }
        default -> damaged.insert(at, damaged.substring(at, Math.min(damaged.length(), at + 30)));
      }
    }
    return damaged.toString();
  }
}
