package lab.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import lab.config.ConfigLoader;
import lab.config.Configuration;
import lab.config.Loading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code lab config export litellm} and {@code lab config import} lose no decision. */
class ExchangeCommandTest {
  private static final String LITELLM =
      """
      model_list:
        - model_name: small
          litellm_params: {model: ollama/qwen3:8b, api_base: "http://127.0.0.1:9"}
          model_info: {provider: here, context_length: 8192}
        - model_name: big
          litellm_params: {model: openai/gpt, api_key: os.environ/NOT_SET_BY_ANYBODY, stream: true}
        - model_name: shared
          litellm_params: {model: ollama/qwen3:8b, api_base: "http://127.0.0.1:9", weight: 3}
        - model_name: shared
          litellm_params: {model: hosted_vllm/qwen3, api_base: "http://127.0.0.1:10/v1", weight: 1}
        - model_name: any/*
          litellm_params: {model: "hosted_vllm/*", api_base: "http://127.0.0.1:10/v1"}
      litellm_settings:
        num_retries: 1
        fallbacks: [{small: [big, shared]}, {shared: [big]}]
        default_fallbacks: [small]
      router_settings:
        model_group_alias: {mine: small}
      """;

  @TempDir private Path folder = Path.of("");

  @Test
  void aFolderThatIsExportedAndImportedDecidesAsBefore() {
    roundTrip(Path.of("..", "config"));
  }

  @Test
  void soDoesALaboratorysFolder() {
    Path sample = Path.of("..", "..", "..", "shared", "lab");
    assumeTrue(Files.exists(sample.resolve("providers.yaml")), "no sample configuration");
    roundTrip(sample);
  }

  @Test
  void aLiteLlmFileThatIsImportedDecidesAsBefore() throws IOException {
    // Given
    Path file = Files.writeString(folder.resolve("litellm.yaml"), LITELLM);
    Path before = Files.createDirectories(folder.resolve("before"));
    Path unused = Files.copy(file, before.resolve("gateway.yaml"));
    Path after = folder.resolve("after");

    // When
    Ran ran = Ran.lab("config", "import", file.toString(), "--into", after.toString());

    // Then
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(decisions(after)).isEqualTo(decisions(before)).hasSizeGreaterThan(5);
    assertThat(Files.readString(after.resolve("model-mappings.yaml")))
        .contains("small:\n    provider: here\n    backend_model: qwen3:8b")
        .doesNotContain("any/*:");
  }

  @Test
  void whatHasNoPlaceIsNamedOnTheConsoleAndInTheFiles() throws IOException {
    // Given
    Path file = Files.writeString(folder.resolve("litellm.yaml"), LITELLM);

    // When
    Ran ran = Ran.lab("config", "import", file.toString(), "--into", folder.toString());

    // Then
    String left = "stream of big has no effect, left out";
    assertThat(ran.err()).contains(left).contains("shared stays in gateway.yaml");
    assertThat(Files.readString(folder.resolve("providers.yaml")))
        .contains("# - model_list: " + left);
  }

  @Test
  void aProviderThatOnlyRulesNameIsKeptAndNeverAsked() throws IOException {
    // Given
    Path file =
        Files.writeString(
            folder.resolve("litellm.yaml"),
            LITELLM
                + """
                  lab_extensions:
                    pattern_routes: [{pattern: "gone-.*", provider: gone, fallback: here}]
                """);

    // When
    Ran ran = Ran.lab("config", "import", file.toString(), "--into", folder.toString());

    // Then
    assertThat(ran.err()).contains("rules name gone, but no entry says where it is");
    JsonObject said = decision(folder, "gone-1");
    assertThat(said.getString("stage")).isEqualTo("pattern");
    assertThat(said.getJsonArray("attempts").getJsonObject(0).getString("provider"))
        .isEqualTo("here");
  }

  @Test
  void nothingIsOverwrittenUnlessItIsForced() throws IOException {
    // Given
    Path file = Files.writeString(folder.resolve("litellm.yaml"), LITELLM);
    Path mine = Files.writeString(folder.resolve("gateway.yaml"), "mine: 1\n");

    // When
    Ran refused = Ran.lab("config", "import", file.toString(), "--into", folder.toString());
    String kept = Files.readString(mine);
    Ran forced =
        Ran.lab("config", "import", file.toString(), "--into", folder.toString(), "--force");

    // Then
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err()).contains("gateway.yaml is there already");
    assertThat(kept).isEqualTo("mine: 1\n");
    assertThat(forced.status()).as(forced.err()).isZero();
    assertThat(Files.readString(mine)).doesNotContain("mine: 1");
  }

  @Test
  void aFileThatCanNotBeUsedWritesNothing() throws IOException {
    // Given
    Path file =
        Files.writeString(
            folder.resolve("litellm.yaml"), "model_list: [{model_name: x, litellm_params: {}}]\n");
    Path into = folder.resolve("into");

    // When
    Ran ran = Ran.lab("config", "import", file.toString(), "--into", into.toString());

    // Then
    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.err()).contains("litellm_params.model");
    assertThat(into).doesNotExist();
  }

  @Test
  void aFileThatCanNotBeReadIsToldInOneLine() throws IOException {
    // Given
    Path nowhere = folder.resolve("nowhere.yaml");
    Path picture = Files.write(folder.resolve("picture.yaml"), new byte[] {(byte) 0xff, 0x00});

    // Then
    assertThat(importing(nowhere).errLines()).containsExactly("lab: " + nowhere + " is not there");
    assertThat(importing(picture).errLines()).containsExactly("lab: " + picture + " is not UTF-8");
    assertThat(importing(folder).errLines()).hasSize(1);
    assertThat(importing(folder).status()).isEqualTo(1);
  }

  private Ran importing(Path file) {
    return Ran.lab("config", "import", file.toString(), "--into", folder + "/into");
  }

  private void roundTrip(Path before) {
    // Given
    Path file = folder.resolve("litellm-unified.yaml");
    Path after = folder.resolve("after");

    // When
    Ran export =
        Ran.lab(
            "config",
            "export",
            "litellm",
            "--config",
            before.toString(),
            "--output",
            file.toString());
    Ran back = Ran.lab("config", "import", file.toString(), "--into", after.toString());
    Ran check = Ran.lab("check", "--config", after.toString());

    // Then
    assertThat(List.of(export.status(), back.status(), check.status()))
        .as(export.err() + back.err() + check.out())
        .containsOnly(0);
    assertThat(decisions(after)).isEqualTo(decisions(before)).hasSizeGreaterThan(5);
  }

  /** Of every name that the files speak of, and of one that they do not. */
  private static Map<String, JsonObject> decisions(Path config) {
    Configuration configuration =
        ((Loading.Valid) ConfigLoader.load(config, System.getenv())).configuration();
    TreeSet<String> names = new TreeSet<>(List.of("any/thing", "other:7b", "a.gguf"));
    configuration
        .providers()
        .values()
        .forEach(each -> each.models().forEach(model -> names.add(model.name().value())));
    configuration.exact().keySet().forEach(name -> names.add(name.value()));
    configuration.choices().aliases().keySet().forEach(name -> names.add(name.value()));
    configuration.choices().balancing().keySet().forEach(name -> names.add(name.value()));
    names.addAll(configuration.choices().capabilities().keySet());
    Map<String, JsonObject> decisions = new TreeMap<>();
    names.forEach(name -> decisions.put(name, decision(config, name)));
    return decisions;
  }

  /** Without the places in the files, which are others. */
  private static JsonObject decision(Path config, String name) {
    Ran ran = Ran.lab("route", name, "--config", config.toString(), "--json");
    String places = "(providers|model-mappings|gateway|litellm-unified)\\.yaml:\\d+:\\d+";
    return new JsonObject(ran.out().replaceAll(places, "place"));
  }
}
