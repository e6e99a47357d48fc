package lab.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReferencesTest {
  private static final String TWO_PROVIDERS =
      """
      providers:
        local:
          type: ollama
          base_url: http://localhost:11434
          models: [{name: tiny, size: 1B}, {name: huge, size: 400B, context_length: 4096}]
        retired:
          type: vllm
          base_url: http://localhost:8000
          status: disabled
          models: [old]
      """;

  private final Folder folder;

  ReferencesTest(@TempDir Path directory) {
    folder = new Folder(directory).providers(TWO_PROVIDERS);
  }

  @Test
  void aNameThatNobodyBearsIsAnErrorWithTheNearestOne() {
    folder.with(
        "model-mappings.yaml",
        """
        exact_matches:
          a: {provider: locl, fallback: tinny}
        patterns:
          - {pattern: b, provider: tiny}
        fallback_chains:
          a: [nothing-like-it]
        routing_rules:
          default_provider: nobody
          default_fallback: hug
        """);

    assertThat(folder.errors())
        .containsExactly(
            "model-mappings.yaml:2:17 exact_matches.a.provider is \"locl\";"
                + " no provider has that name; did you mean \"local\"?",
            "model-mappings.yaml:2:33 exact_matches.a.fallback is \"tinny\"; no model, provider,"
                + " capability or balancing entry has that name; did you mean \"tiny\"?",
            "model-mappings.yaml:4:28 patterns[0].provider is \"tiny\"; no provider has that name",
            "model-mappings.yaml:6:7 fallback_chains.a[0] is \"nothing-like-it\"; no model,"
                + " provider, capability or balancing entry has that name",
            "model-mappings.yaml:8:21 routing_rules.default_provider is \"nobody\";"
                + " no provider has that name",
            "model-mappings.yaml:9:21 routing_rules.default_fallback is \"hug\"; no model,"
                + " provider, capability or balancing entry has that name;"
                + " did you mean \"huge\"?");
  }

  @Test
  void whatOnlyADisabledProviderServesIsAWarning() {
    folder.with(
        "model-mappings.yaml",
        """
        exact_matches:
          gone: {provider: retired, fallback: old}
        fallback_chains:
          tiny: [gone]
        """);

    assertThat(folder.load()).isInstanceOf(Loading.Valid.class);
    assertThat(folder.warnings())
        .containsExactly(
            "model-mappings.yaml:2:20 exact_matches.gone.provider names retired, which never gets"
                + " a request: its status is disabled (providers.yaml:6:3)",
            "model-mappings.yaml:2:39 exact_matches.gone.fallback names old,"
                + " which no active provider serves",
            "model-mappings.yaml:4:10 fallback_chains.tiny[0] names gone,"
                + " which no active provider serves");
  }

  @Test
  void aDefaultModelThatNobodyListsIsAWarningBecauseAProviderMayHaveIt() {
    folder.with("model-mappings.yaml", "routing_rules: {default_model: hugh}\n");

    assertThat(folder.load()).isInstanceOf(Loading.Valid.class);
    assertThat(folder.warnings())
        .containsExactly(
            "model-mappings.yaml:1:32 routing_rules.default_model is \"hugh\","
                + " which no provider lists; did you mean \"huge\"?");
  }

  @Test
  void everyKindOfNameCanBeReferredTo() {
    folder.with(
        "model-mappings.yaml",
        """
        exact_matches: {exact: {provider: local}}
        capabilities: {clever: {provider: local}}
        load_balancing: {spread: {providers: [{provider: local}]}}
        fallback_chains: {tiny: [local, huge, exact, clever, spread]}
        """);

    assertThat(folder.load()).isInstanceOf(Loading.Valid.class);
    assertThat(folder.warnings()).isEmpty();
  }

  @Test
  void aCycleOfChainsIsAnErrorThatNamesTheWholeCycle() {
    folder.with(
        "model-mappings.yaml",
        """
        exact_matches: {a: {provider: local}, b: {provider: local}, c: {provider: local}}
        fallback_chains:
          a: [b]
          b: [tiny, c]
          c: [b]
          tiny: [tiny]
        """);

    assertThat(folder.errors())
        .containsExactly(
            "model-mappings.yaml:5:3 fallback_chains form a cycle: b -> c -> b",
            "model-mappings.yaml:6:3 fallback_chains form a cycle: tiny -> tiny");
  }

  @Test
  void chainsThatMeetAreNoCycle() {
    folder.with(
        "model-mappings.yaml",
        """
        exact_matches: {a: {provider: local}, b: {provider: local}, c: {provider: local}}
        fallback_chains: {a: [b, c], b: [c], c: [tiny]}
        """);

    assertThat(folder.errors()).isEmpty();
  }

  @Test
  void aSteepStepDownAndAChainOfNobodyAreWarnings() {
    folder.with(
        "model-mappings.yaml",
        """
        exact_matches: {giant: {provider: local, backend_model: huge}}
        fallback_chains:
          giant: [tiny]
          tinny: [tiny]
        """);

    assertThat(folder.warnings())
        .containsExactly(
            "model-mappings.yaml:3:3 fallback_chains[giant] falls from giant (400B) to tiny (1B)"
                + " in one step",
            "model-mappings.yaml:4:3 fallback_chains[tinny] holds only for a client that asks for"
                + " a name nothing else mentions; did you mean \"tiny\"?");
  }

  @Test
  void choicesAreChecked() {
    folder.with(
        "model-mappings.yaml",
        """
        capabilities:
          clever:
            preferred_models: [huge, hugh]
            routing_strategy: complexity_bassed
            complexity_thresholds: {high: huge, low: tinny}
            min_context: 8192
          empty: {description: nothing}
        load_balancing:
          spread:
            providers: [{provider: local, weight: 0.7}, {provider: retired, weight: 0.2}]
            strategy: mine
          nowhere: {providers: [], strategy: random}
        custom_strategies:
          mine: {extends: usage_basd, logic: as I like it}
        """);

    assertThat(folder.errors())
        .containsExactly(
            "model-mappings.yaml:3:30 capabilities.clever.preferred_models[1] is \"hugh\"; no"
                + " model, provider, capability or balancing entry has that name;"
                + " did you mean \"huge\"?",
            "model-mappings.yaml:4:23 capabilities.clever.routing_strategy is"
                + " \"complexity_bassed\", no known strategy; did you mean \"complexity_based\"?",
            "model-mappings.yaml:5:46 capabilities.clever.complexity_thresholds.low is \"tinny\";"
                + " no model, provider, capability or balancing entry has that name;"
                + " did you mean \"tiny\"?",
            "model-mappings.yaml:7:3 capabilities.empty.preferred_models is missing,"
                + " and so is provider: nothing can serve it",
            "model-mappings.yaml:10:5 load_balancing.spread.providers have weights that add up to"
                + " 0.9000; it must be 1",
            "model-mappings.yaml:12:13 load_balancing.nowhere.providers needs at least one"
                + " provider",
            "model-mappings.yaml:14:19 custom_strategies.mine.extends is \"usage_basd\","
                + " no known strategy; did you mean \"usage_based\"?");
  }

  @Test
  void aFilterThatNothingPassesIsAWarning() {
    folder.with(
        "model-mappings.yaml",
        """
        capabilities:
          long: {preferred_models: [huge], min_context: 8192, min_model_size: 70B}
          unknown: {preferred_models: [tiny], min_context: 8192}
          mixed: {preferred_models: [huge], provider: retired, min_context: 8192}
          behind: {preferred_models: [huge], fallback: tiny, min_context: 8192}
          leveled:
            preferred_models: [huge]
            routing_strategy: context_based
            context_thresholds: {large: tiny}
            min_context: 8192
        """);

    assertThat(folder.warnings())
        .containsExactly(
            "model-mappings.yaml:2:49 capabilities.long.min_context is \"8192\","
                + " which no candidate reaches; it is dropped",
            "model-mappings.yaml:4:47 capabilities.mixed.provider names retired, which never gets"
                + " a request: its status is disabled (providers.yaml:6:3)",
            "model-mappings.yaml:5:67 capabilities.behind.min_context is \"8192\","
                + " which no candidate reaches; it is dropped");
  }
}
