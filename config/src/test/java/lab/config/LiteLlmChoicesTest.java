package lab.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import lab.config.Choices.TagMatching;
import lab.config.ExactMatch.Portion;
import lab.contract.ModelName;
import lab.contract.ProviderName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiteLlmChoicesTest {
  private final Folder folder;

  LiteLlmChoicesTest(@TempDir Path directory) {
    folder = new Folder(directory);
  }

  private ModelEntry model(String provider, String name) {
    Provider of =
        Objects.requireNonNull(folder.valid().providers().get(new ProviderName(provider)));
    return of.models().stream()
        .filter(model -> model.name().value().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void anEntrySaysHowMuchItTakes() {
    folder.gateway(
        """
        router_settings: {default_max_parallel_requests: 4}
        model_list:
          - model_name: a
            litellm_params:
              model: ollama/a
              api_base: http://x:1
              weight: 0.5
              rpm: 60
              tpm: 90000
              order: 2
              max_parallel_requests: 8
              tags: [free, night]
          - {model_name: a, litellm_params: {model: ollama/a, api_base: "http://x:2"}}
        """);

    ExactMatch match = Objects.requireNonNull(folder.valid().exact().get(new ModelName("a")));

    assertThat(match.targets())
        .extracting(ExactMatch.Target::portion)
        .containsExactly(
            new Portion(0.5, 60, 90_000, 2, 8, List.of("free", "night")),
            new Portion(null, null, null, 1, 4, List.of()));
  }

  @Test
  void tokensCostWhatTheEntrySays() {
    folder.gateway(
        """
        model_list:
          - model_name: a
            litellm_params: {model: openai/a, input_cost_per_token: 1e-6, output_cost_per_token: 4e-6}
          - {model_name: b, litellm_params: {model: openai/b, input_cost_per_token: 2e-6}}
          - {model_name: c, litellm_params: {model: openai/c}}
        """);

    assertThat(model("openai", "a").price()).isEqualTo(new Price(1e-6, 4e-6));
    assertThat(model("openai", "b").price()).isEqualTo(new Price(2e-6, 0));
    assertThat(model("openai", "c").price()).isNull();
  }

  @Test
  void aModelOfAKnownProviderIsPutOnItsListAndPricedWhereTheFileIsSilent() {
    folder.gateway(
        """
        model_list:
          - model_name: big
            litellm_params:
              {model: ollama/big, api_base: "http://localhost:11434", input_cost_per_token: 0.5}
            model_info: {max_input_tokens: 9000}
          - model_name: other-name
            litellm_params:
              {model: ollama/tiny, api_base: "http://localhost:11434", input_cost_per_token: 0.25}
        """);

    assertThat(folder.provider().models())
        .extracting(model -> model.name().value())
        .containsExactly("tiny", "small", "big");
    assertThat(model("local", "big").contextLength()).isEqualTo(9_000);
    assertThat(model("local", "tiny").price()).isEqualTo(new Price(0.25, 0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0.5|0.0005|0.0005",
        "{tiny: 2}|0.002|0.002",
        "{tiny: {input: 1, output: 3}}|0.001|0.003",
        "{input: 1, output: 3}|0.001|0.003"
      })
  void aProviderSaysWhatItsModelsCost(String cost, double input, double output) {
    folder.providers(Folder.ONE_PROVIDER + "    cost_per_1k_tokens: " + cost + "\n");

    assertThat(model("local", "tiny").price()).isEqualTo(new Price(input, output));
    assertThat(model("local", "small").price() == null).isEqualTo(cost.startsWith("{tiny"));
  }

  @Test
  void aPriceThatIsNoneAndOneOfNobodyAreTold() {
    folder.providers(
        Folder.ONE_PROVIDER
            + "    cost_per_1k_tokens: {tiny: cheap, smal: 1, small: {inputs: 2}}\n");

    assertThat(folder.errors())
        .containsExactly(
            "providers.yaml:6:32 providers.local.cost_per_1k_tokens.tiny is \"cheap\";"
                + " it must be a number");
    assertThat(folder.warnings())
        .containsExactly(
            "providers.yaml:6:45 providers.local.cost_per_1k_tokens.smal is on no list of this"
                + " provider; did you mean \"small\"?",
            "providers.yaml:6:64 providers.local.cost_per_1k_tokens.small.inputs is unknown;"
                + " a price has input and output; did you mean \"input\"?");
  }

  @Test
  void aWildcardStandsForManyNames() {
    // Given
    folder.gateway(
        """
        model_list:
          - {model_name: "openai/*", litellm_params: {model: "openai/*"}}
          - {model_name: "any-*-local", litellm_params: {model: ollama/one, api_base: "http://x:1"}}
          - {model_name: "openai/*", litellm_params: {model: "openrouter/openai/*", order: 2}}
        router_settings:
          fallbacks: [{tiny: [openai/gpt-x]}]
        """);
    // When
    List<Wildcard> wildcards = folder.valid().choices().wildcards();
    // Then
    assertThat(wildcards).extracting(Wildcard::before).containsExactly("openai/", "any-");
    assertThat(wildcards.getFirst().targets())
        .containsExactly(
            new ExactMatch.Target(new ProviderName("openai"), new ModelName("*")),
            new ExactMatch.Target(
                new ProviderName("openrouter"), new ModelName("openai/*"), Portion.ofOrder(2)));
    assertThat(wildcards.getLast().covers(new ModelName("any-thing-local"))).isTrue();
    assertThat(wildcards.getLast().covers(new ModelName("any-thing"))).isFalse();
    assertThat(folder.valid().providers().get(new ProviderName("openai")))
        .isNotNull()
        .extracting(Provider::models)
        .isEqualTo(List.of());
    assertThat(folder.warnings()).isEmpty();
  }

  @Test
  void chainsOfOneKindOfFailureAreReadFromAllPlaces() {
    folder.gateway(
        """
        context_window_fallbacks: [{tiny: [small]}]
        litellm_settings:
          context_window_fallbacks: [{small: [tiny]}]
        router_settings:
          context_window_fallbacks: [{small: [small]}]
          content_policy_fallbacks: {tiny: [{model: small}]}
        """);

    Choices choices = folder.valid().choices();

    assertThat(choices.onTooLong()).containsOnlyKeys(new ModelName("tiny"), new ModelName("small"));
    assertThat(choices.onTooLong().get(new ModelName("small")))
        .isNotNull()
        .extracting(Chain::entries)
        .isEqualTo(List.of("tiny"));
    assertThat(choices.onFiltered().get(new ModelName("tiny")))
        .isNotNull()
        .extracting(Chain::entries)
        .isEqualTo(List.of("small"));
  }

  @Test
  void whatIsWrongWithSuchAChainIsTold() {
    folder.gateway(
        """
        context_window_fallbacks: [{tiny: [smal]}, tiny]
        content_policy_fallbacks: [{tinny: [small]}]
        """);

    assertThat(folder.errors())
        .containsExactly(
            "gateway.yaml:1:36 context_window_fallbacks[0].tiny[0] is \"smal\"; no model, provider,"
                + " capability or balancing entry has that name; did you mean \"small\"?",
            "gateway.yaml:1:44 context_window_fallbacks[1] is \"tiny\"; it must be a map of keys");
    assertThat(folder.warnings())
        .containsExactly(
            "gateway.yaml:2:29 content_policy_fallbacks[0].tinny holds only for a client that asks"
                + " for a name nothing else mentions; did you mean \"tiny\"?");
  }

  @ParameterizedTest
  @CsvSource({"false,true,OFF", "true,true,ANY", "true,false,ALL"})
  void tagsChooseWhereTheyAreToldTo(boolean enabled, boolean any, TagMatching matching) {
    folder.gateway(
        "router_settings: {enable_tag_filtering: %s, tag_filtering_match_any: %s}"
            .formatted(enabled, any));

    assertThat(folder.valid().choices().tags()).isEqualTo(matching);
  }

  @Test
  void variablesOfTheFileHoldInEveryFile() {
    folder
        .providers(Folder.ONE_PROVIDER.replace("localhost:11434", "${WHERE}"))
        .with(
            "gateway.yaml",
            """
            environment_variables: {WHERE: box.example, PORT: 4007, UNSET: os.environ/NOT_THERE}
            server_settings: {port: "${PORT}"}
            """);

    Configuration configuration = folder.valid(Map.of("WHERE", "elsewhere"));

    assertThat(configuration.providers().values().iterator().next().baseUrl())
        .hasHost("box.example");
    assertThat(configuration.settings().port()).isEqualTo(4007);
  }

  @Test
  void includedFilesAreJoinedAndTheIncludingOneComesFirst() throws Exception {
    // Given
    Files.createDirectory(folder.path().resolve("more"));
    folder
        .providers(Folder.ONE_PROVIDER)
        .with(
            "gateway.yaml",
            """
            include: [more/models.yaml]
            model_list:
              - {model_name: a, litellm_params: {model: ollama/a, api_base: "http://x:1"}}
            server_settings: {port: 4001}
            """)
        .with(
            "more/models.yaml",
            """
            include: [last.yaml]
            model_list:
              - {model_name: b, litellm_params: {model: ollama/b, api_base: "http://x:1"}}
            server_settings: {port: 4002, host: 127.0.0.9}
            """)
        .with("more/last.yaml", "model_list: [{model_name: c, litellm_params: {modell: x}}]\n");
    // When
    List<String> errors = folder.errors();
    List<String> warnings = folder.warnings();
    folder.with("more/last.yaml", "environment_variables: {UNUSED: x}\n");
    Configuration configuration = folder.valid();
    // Then
    assertThat(errors)
        .containsExactly("more/last.yaml:1:30 model_list[0].litellm_params.model is missing");
    assertThat(warnings)
        .containsExactly(
            "more/last.yaml:1:47 unknown key model_list[0].litellm_params.modell;"
                + " did you mean \"model\"?",
            "more/models.yaml:4:25 server_settings.port is ignored:"
                + " it stands at gateway.yaml:4:19 too, which comes first");
    assertThat(configuration.exact()).containsOnlyKeys(new ModelName("a"), new ModelName("b"));
    assertThat(configuration.settings().port()).isEqualTo(4001);
    assertThat(configuration.settings().host()).isEqualTo("127.0.0.9");
  }

  @Test
  void whatCanNotBeIncludedIsAnError() {
    folder.gateway("include: [nowhere.yaml, gateway.yaml]\n");

    assertThat(folder.errors())
        .containsExactly(
            "gateway.yaml:1:11 include[0] is \"nowhere.yaml\";"
                + " there is no such file beside gateway.yaml",
            "gateway.yaml:1:25 include[1] is \"gateway.yaml\", which is included already");
  }
}
