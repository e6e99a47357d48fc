package lab.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The schemas that editors use are the loader's keys; {@code -Dlab.schema.write} writes them. */
class SchemaTest {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private static Path file(Section top) {
    return Path.of("schema", Objects.requireNonNull(Schemas.FILES.get(top)) + ".schema.json");
  }

  private static JsonNode schema(String name) throws IOException {
    return JSON.readTree(Path.of("schema", name + ".schema.json").toFile());
  }

  private static JsonNode yaml(String text) {
    return JSON.valueToTree(new Yaml(new SafeConstructor(new LoaderOptions())).load(text));
  }

  @ParameterizedTest
  @EnumSource(names = {"PROVIDERS_FILE", "MAPPINGS_FILE", "SERVICE", "GATEWAY_FILE", "KEYS_FILE"})
  void theSchemaSaysWhatTheLoaderAndTheReferenceSay(Section top) throws IOException {
    JsonNode schema = new Schemas().of(top);
    if (System.getProperty("lab.schema.write") != null) {
      Files.createDirectories(file(top).getParent());
      Files.writeString(file(top), JSON.writeValueAsString(schema) + "\n");
    }

    assertThat(JSON.readTree(file(top).toFile()))
        .as("write it again: mvn test -pl config -am -Dtest=SchemaTest -Dlab.schema.write")
        .isEqualTo(schema);
  }

  @ParameterizedTest
  @ValueSource(strings = {"providers", "model-mappings", "ports", "gateway", "keys"})
  void theShippedFilesNameTheirSchemaAndFitIt(String name) throws IOException {
    String text = Files.readString(Path.of(name + ".yaml"));

    assertThat(text)
        .startsWith("# yaml-language-server: $schema=schema/" + name + ".schema.json\n");
    assertThat(SchemaRules.wrong(schema(name), yaml(text))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"providers", "model-mappings", "ports", "gateway"})
  void aWholeLaboratoryFitsToo(String name) throws IOException {
    String text = Files.readString(Path.of("src/test/resources/observatory", name + ".yaml"));

    assertThat(SchemaRules.wrong(schema(name), yaml(text))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "providers|{providers: {a: {typ: ollama}}}|typ is unknown",
        "providers|{providers: {a: {type: olama}}}|.providers.a.type",
        "providers|{providers: {a: {models: [{size: 7B}]}}}|.models[0]",
        "providers|{health_checks: {enabled: maybe}}|.health_checks",
        "model-mappings|{patterns: [{provider: a}]}|lacks pattern",
        "model-mappings|{capabilities: {a: {preferred_models: b}}}|preferred_models is no",
        "model-mappings|{load_balancing: {a: {providers: [{provider: b, wheight: 1}]}}}|wheight",
        "ports|{a: {group: {port: 1, prot: tcp}}}|.a",
        "keys|{keys: {a: {sha265: b}}}|sha265",
        "gateway|{server_settings: {port: [1]}}|.server_settings",
        "gateway|{model_list: [{litellm_params: {model: a}}]}|.model_list"
      })
  void whatTheLoaderDoesNotKnowDoesNotFit(String name, String text, String told)
      throws IOException {
    assertThat(SchemaRules.wrong(schema(name), yaml(text)).toString()).contains(told);
  }

  @Test
  void whatTheLoaderTakesInSeveralFormsFitsInEach() throws IOException {
    List<String> wrong =
        SchemaRules.wrong(
            schema("model-mappings"),
            yaml(
                """
                fallback_chains: {a: [b], c: {chain: [d], tier: e}, f: []}
                exact_matches: {g: {provider: h, fallback: null, "# note": any}}
                routing_rules: {request_metadata_routing: {i: {provider: j, condition: true}}}
                """));

    assertThat(wrong).isEmpty();
  }
}
