package lab.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import lab.contract.ModelName;
import lab.contract.ProviderName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelListReadingTest {
  private final Folder folder;

  ModelListReadingTest(@TempDir Path directory) {
    folder = new Folder(directory);
  }

  private static ExactMatch.Target target(String provider, @Nullable String model) {
    return new ExactMatch.Target(
        new ProviderName(provider), model == null ? null : new ModelName(model));
  }

  private List<ExactMatch.Target> targets(String name) {
    return Objects.requireNonNull(folder.valid().exact().get(new ModelName(name))).targets();
  }

  private void alone(String list) {
    folder.with("gateway.yaml", "model_list:\n" + list.indent(2));
  }

  @ParameterizedTest
  @CsvSource({
    "ollama/llama3.2:3b,,ollama,OLLAMA,http://localhost:11434,llama3.2:3b",
    "ollama_chat/llama3.2:3b,http://box:11434/v1,ollama-box-11434,OLLAMA,http://box:11434,llama3.2:3b",
    "openai/gpt-4o,,openai,OPENAI,https://api.openai.com,gpt-4o",
    "openai/local,http://127.0.0.1:8000/v1/,openai_compatible-127.0.0.1-8000,OPENAI_COMPATIBLE,http://127.0.0.1:8000,local",
    "anthropic/claude-x,,anthropic,ANTHROPIC,https://api.anthropic.com,claude-x",
    "openrouter/meta/llama,,openrouter,OPENROUTER,https://openrouter.ai/api,meta/llama",
    "hosted_vllm/Qwen/Qwen3,https://gpu.example,vllm-gpu.example-443,VLLM,https://gpu.example,Qwen/Qwen3"
  })
  void eachPrefixBecomesAProviderThatListsTheModel(
      String model,
      @Nullable String base,
      String name,
      ProviderType type,
      URI address,
      String backend) {
    String apiBase = base == null ? "" : ", api_base: '" + base + "'";
    alone("- {model_name: mine, litellm_params: {model: '%s'%s}}".formatted(model, apiBase));

    Provider provider = folder.provider();

    assertThat(provider.name()).isEqualTo(new ProviderName(name));
    assertThat(provider.type()).isEqualTo(type);
    assertThat(provider.baseUrl()).isEqualTo(address);
    assertThat(provider.models())
        .singleElement()
        .extracting(ModelEntry::name)
        .isEqualTo(new ModelName(backend));
    assertThat(targets("mine")).containsExactly(target(name, backend));
  }

  @Test
  void entriesOfOneServerAndKeyShareAProvider() {
    alone(
        """
        - {model_name: a, litellm_params: {model: openai/a, api_base: http://x:1, api_key: one}}
        - {model_name: b, litellm_params: {model: openai/b, api_base: http://x:1/v1, api_key: one}}
        - {model_name: c, litellm_params: {model: openai/c, api_base: http://x:1, api_key: two}}
        - {model_name: a, litellm_params: {model: ollama/a, api_base: http://x:2}}
        """);

    Configuration configuration = folder.valid();

    assertThat(configuration.providers().keySet())
        .extracting(ProviderName::value)
        .containsExactly("openai_compatible-x-1", "openai_compatible-x-1-2", "ollama-x-2");
    assertThat(targets("a"))
        .containsExactly(target("openai_compatible-x-1", null), target("ollama-x-2", null));
  }

  @Test
  void anEntryWithoutPrefixNamesItsProviderApart() {
    alone(
        """
        - model_name: coder
          litellm_params:
            model: Qwen/Coder
            custom_llm_provider: openai
            api_base: http://localhost:8001/v1
            timeout: 20
            stream_timeout: 40
            max_retries: 1
          model_info: {provider: gpu, context_length: 4096}
        """);

    Provider provider = folder.provider();

    assertThat(provider.name()).isEqualTo(new ProviderName("gpu"));
    ModelEntry model = provider.models().getFirst();
    assertThat(model.name()).isEqualTo(new ModelName("Qwen/Coder"));
    assertThat(model.contextLength()).isEqualTo(4096);
    assertThat(model.limits().requestTimeout()).isEqualTo(Duration.ofSeconds(20));
    assertThat(model.limits().streamTimeout()).isEqualTo(Duration.ofSeconds(40));
    assertThat(model.limits().retries()).isEqualTo(1);
  }

  @Test
  void aKeyOfTheEnvironmentGoesToItsOwnProviderOnly() {
    alone(
        """
        - {model_name: a, litellm_params: {model: openai/a}}
        - {model_name: b, litellm_params: {model: openai/b, api_base: http://x:1}}
        - {model_name: c, litellm_params: {model: openrouter/c}}
        """);

    Map<ProviderName, Provider> providers =
        folder.valid(Map.of("OPENAI_API_KEY", "sk-1")).providers();

    assertThat(providers.values().stream().map(Provider::credentials).toList())
        .satisfiesExactly(
            own -> assertThat(own).isInstanceOf(Credentials.Key.class),
            other -> assertThat(other).isEqualTo(new Credentials.NotNeeded()),
            missing ->
                assertThat(missing).isEqualTo(new Credentials.Missing("OPENROUTER_API_KEY")));
  }

  @Test
  void providersOfTheRegistryAreUsedWhereTheyAreMeant() {
    folder.gateway(
        """
        model_list:
          - {model_name: a, litellm_params: {model: ollama/a, api_base: "http://localhost:11434/"}}
          - {model_name: b, litellm_params: {model: openai/b}, model_info: {provider: local}}
          - {model_name: tiny, litellm_params: {model: bedrock/ignored}}
        """);

    assertThat(folder.valid().providers()).hasSize(1);
    assertThat(targets("a")).containsExactly(target("local", null));
    assertThat(targets("b")).containsExactly(target("local", null));
    assertThat(folder.valid().exact()).doesNotContainKey(new ModelName("tiny"));
  }

  @Test
  void whatCanNotBeServedIsAnErrorOrAWarning() {
    alone(
        """
        - {model_name: a, litellm_params: {model: bedrock/a}}
        - {model_name: b, litellm_params: {model: b, custom_llm_provider: vertex}}
        - {model_name: c, litellm_params: {model: hosted_vllm/c}}
        - {model_name: d, litellm_params: {model: openai/}}
        - {litellm_params: {model: openai/e}}
        - {model_name: f}
        - {model_name: "g/*/*", litellm_params: {model: "openai/*"}}
        - {model_name: h, litellm_params: {model: "openai/*"}}
        """);

    assertThat(folder.errors())
        .satisfiesExactly(
            a -> assertThat(a).contains(":2:45 ", "litellm_params.model is \"bedrock/a\"; its"),
            b -> assertThat(b).contains(":3:69 ", "custom_llm_provider is \"vertex\""),
            c -> assertThat(c).contains("api_base is missing; hosted_vllm has no default"),
            d -> assertThat(d).contains("names no model after its prefix"),
            e -> assertThat(e).contains("model_list[4].model_name is missing"),
            f -> assertThat(f).contains("model_list[5].litellm_params.model is missing"),
            g -> assertThat(g).contains("model_list[6].model_name has more than one *"),
            h -> assertThat(h).contains("litellm_params.model has a * that nothing fills"));
  }

  @Test
  void fallbacksAndAliasesOfOtherNamesBecomeChainsAndFurtherNames() {
    folder.gateway(
        """
        model_list:
          - {model_name: a, litellm_params: {model: ollama/backend}, model_info: {provider: local}}
        litellm_settings:
          fallbacks: [{a: [tiny, {model: small}]}]
        router_settings:
          fallbacks: [{a: [small]}, {"*": [tiny]}]
          model_group_alias: {one: a, two: {model: tiny, hidden: true}, many: [tiny, a]}
        """);

    Configuration configuration = folder.valid();

    assertThat(configuration.chains().values())
        .singleElement()
        .extracting(Chain::entries)
        .isEqualTo(List.of("tiny", "small"));
    assertThat(configuration.defaultChain())
        .isNotNull()
        .extracting(Chain::entries)
        .isEqualTo(List.of("tiny"));
    assertThat(configuration.choices().aliases().values())
        .extracting(alias -> alias.name() + " -> " + alias.target() + ", " + alias.hidden())
        .containsExactly("one -> a, false", "two -> tiny, true");
    assertThat(targets("many"))
        .containsExactly(target("local", "tiny"), target("local", "backend"));
  }

  @Test
  void whatTheMappingsSpeakOfIsIgnoredWithOneLine() {
    folder
        .mappings(
            """
            exact_matches: {e: {provider: local}}
            capabilities: {code: {provider: local}}
            fallback_chains: {tiny: [small], default: []}
            """)
        .with(
            "gateway.yaml",
            """
            router_settings:
              fallbacks: [{tiny: [nobody]}, {e: [nobody]}, {default: [nobody]}]
              model_group_alias: {code: nobody}
            """);

    Configuration configuration = folder.valid();

    assertThat(configuration.chains()).containsOnlyKeys(new ModelName("tiny"));
    assertThat(configuration.exact()).containsOnlyKeys(new ModelName("e"));
    assertThat(folder.infos())
        .contains(
            "gateway.yaml:1:1 aliases, fallbacks and models of names that model-mappings.yaml has"
                + " are ignored: tiny, e, default, code");
  }

  @Test
  void anAliasMayStandForAllThatClientsAskFor() {
    folder
        .mappings(
            """
            exact_matches: {e: {provider: local, backend_model: tiny}}
            capabilities: {code: {provider: local}}
            load_balancing: {pair: {providers: [{provider: local}]}}
            """)
        .with(
            "gateway.yaml",
            """
            model_list: [{model_name: "wild/*", litellm_params: {model: "openai/*"}}]
            router_settings:
              model_group_alias: {a: e, b: code, c: pair, d: tiny, f: wild/card}
            """);

    assertThat(folder.valid().choices().aliases().values())
        .extracting(alias -> alias.target().value())
        .containsExactly("e", "code", "pair", "tiny", "wild/card");
    assertThat(folder.warnings()).isEmpty();
  }

  @Test
  void anAliasOfAProviderOrOfAnAliasHasNoEffect() {
    folder.gateway("model_group_alias: {a: tiny, b: local, c: a}\n");

    assertThat(folder.valid().choices().aliases()).containsOnlyKeys(new ModelName("a"));
    assertThat(folder.warnings())
        .containsExactly(
            "gateway.yaml:1:33 model_group_alias.b stands for no model that is served;"
                + " the alias has no effect",
            "gateway.yaml:1:43 model_group_alias.c stands for no model that is served;"
                + " the alias has no effect");
  }

  @Test
  void aDanglingFallbackOrAliasIsAnError() {
    folder.gateway(
        """
        router_settings:
          fallbacks: [{tiny: [smal]}]
          model_group_alias: {alias: nobody}
        """);

    assertThat(folder.errors())
        .containsExactly(
            "gateway.yaml:2:23 router_settings.fallbacks[0].tiny[0] is \"smal\"; no model,"
                + " provider, capability or balancing entry has that name;"
                + " did you mean \"small\"?",
            "gateway.yaml:3:30 router_settings.model_group_alias.alias is \"nobody\"; no model,"
                + " provider, capability or balancing entry has that name");
  }
}
