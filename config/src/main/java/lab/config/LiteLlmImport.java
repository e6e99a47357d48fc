package lab.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lab.contract.ModelName;
import lab.contract.ProviderName;
import org.jspecify.annotations.Nullable;

/**
 * Makes {@code providers.yaml}, {@code model-mappings.yaml} and {@code gateway.yaml} of one LiteLLM
 * file. What {@code exact_matches} have no words for stays in the {@code model_list} of {@code
 * gateway.yaml}, where it means the same.
 */
public final class LiteLlmImport {
  private static final Set<String> PLAIN =
      Set.of("model", "api_base", "api_key", "custom_llm_provider");

  private final Configuration meaning;
  private final Map<String, @Nullable Object> gateway;
  private final List<@Nullable Object> stays = new ArrayList<>();
  private final Map<String, Map<String, @Nullable Object>> providers = new LinkedHashMap<>();
  private final Map<String, @Nullable Object> exact = new LinkedHashMap<>();
  private final Map<String, Integer> turns = new HashMap<>();
  private final List<String> notes = new ArrayList<>();

  private LiteLlmImport(Map<String, @Nullable Object> gateway, Configuration meaning) {
    this.gateway = gateway;
    this.meaning = meaning;
  }

  /**
   * Makes the three files.
   *
   * @param text a LiteLLM file
   * @param meaning what it means as the only file of a configuration
   */
  public static Converted of(String text, Configuration meaning) {
    Map<String, @Nullable Object> gateway = YamlTree.read(text);
    Map<String, @Nullable Object> lab = LabExtensions.takenFrom(gateway);
    return lab.containsKey("providers")
        ? LabExtensions.restored(gateway, lab)
        : new LiteLlmImport(gateway, meaning).split(lab);
  }

  private Converted split(Map<String, @Nullable Object> lab) {
    List<@Nullable Object> entries = YamlTree.list(gateway.remove("model_list"));
    Set<String> whole = wholeNames(entries);
    entries.forEach(entry -> place(YamlTree.map(entry), whole));
    YamlTree.putFilled(gateway, "model_list", stays);

    Map<String, @Nullable Object> mappings = new LinkedHashMap<>();
    Map<String, @Nullable Object> rules = LabExtensions.mappings(lab);
    exact.putAll(YamlTree.map(rules.remove("exact_matches")));
    YamlTree.putFilled(mappings, "exact_matches", exact);
    mappings.putAll(rules);
    Map<String, @Nullable Object> chains = chains(rules.keySet());
    YamlTree.putFilled(mappings, "fallback_chains", chains);
    namedOnly(mappings);
    Map<String, @Nullable Object> file = new LinkedHashMap<>();
    file.put("providers", providers);
    return LabExtensions.files(file, mappings, gateway, notes);
  }

  /** Names that one entry serves alone and in plain words. */
  private Set<String> wholeNames(List<@Nullable Object> entries) {
    Map<String, Integer> served = new HashMap<>();
    Set<String> special = new HashSet<>();
    for (Object each : entries) {
      Map<String, @Nullable Object> entry = YamlTree.map(each);
      String name = String.valueOf(entry.get("model_name"));
      int unused = served.merge(name, 1, Integer::sum);
      boolean plain =
          YamlTree.map(entry.get("litellm_params")).keySet().stream()
              .allMatch(key -> PLAIN.contains(key) || isWithoutEffect(key));
      if (!plain || name.contains("*")) {
        special.add(name);
      }
    }
    boolean capped =
        YamlTree.map(gateway.get("router_settings")).containsKey("default_max_parallel_requests");
    Set<String> whole = new HashSet<>(served.keySet());
    whole.removeIf(name -> capped || special.contains(name) || served.getOrDefault(name, 0) > 1);
    return whole;
  }

  private static boolean isWithoutEffect(String key) {
    return Section.LITELLM_PARAMS.keys().get(key) != KeyUse.EFFECT;
  }

  private void place(Map<String, @Nullable Object> entry, Set<String> whole) {
    String name = String.valueOf(entry.get("model_name"));
    ExactMatch.Target target = target(name);
    if (target == null) {
      stays.add(entry);
      return;
    }
    Map<String, @Nullable Object> parameters = YamlTree.map(entry.get("litellm_params"));
    Map<String, @Nullable Object> provider = provider(target.provider(), parameters);
    String model = target.backendModel() == null ? name : target.backendModel().value();
    if (!whole.contains(name)) {
      // By its name: two accounts may have one address.
      Map<String, @Nullable Object> info = YamlTree.map(entry.get("model_info"));
      info.put("provider", target.provider().value());
      entry.put("model_info", info);
      stays.add(entry);
      notes.add("model_list: " + name + " stays in gateway.yaml, as exact_matches can not say it");
      return;
    }
    noteWhatIsLost(name, parameters, YamlTree.map(entry.get("model_info")));
    list(provider, target.provider(), new ModelName(model));
    Map<String, @Nullable Object> match = new LinkedHashMap<>();
    match.put("provider", target.provider().value());
    YamlTree.putFilled(match, "backend_model", model.equals(name) ? null : model);
    exact.put(name, match);
  }

  private void noteWhatIsLost(
      String name, Map<String, @Nullable Object> parameters, Map<String, @Nullable Object> info) {
    parameters.keySet().stream()
        .filter(key -> !PLAIN.contains(key))
        .forEach(
            key -> notes.add("model_list: %s of %s has no effect, left out".formatted(key, name)));
    info.keySet().stream()
        .filter(key -> Section.MODEL_INFO.keys().get(key) != KeyUse.EFFECT)
        .forEach(
            key -> notes.add("model_info: %s of %s only describes, left out".formatted(key, name)));
  }

  /** Who serves the next entry of a name; null for one that is ignored. */
  private ExactMatch.@Nullable Target target(String name) {
    int turn = turns.merge(name, 1, Integer::sum) - 1;
    ExactMatch match = meaning.exact().get(new ModelName(name));
    List<ExactMatch.Target> targets =
        match != null
            ? match.targets()
            : meaning.choices().wildcards().stream()
                .filter(wildcard -> (wildcard.before() + "*" + wildcard.after()).equals(name))
                .findFirst()
                .map(Wildcard::targets)
                .orElse(List.of());
    return turn < targets.size() ? targets.get(turn) : null;
  }

  private Map<String, @Nullable Object> provider(
      ProviderName name, Map<String, @Nullable Object> parameters) {
    return providers.computeIfAbsent(
        name.value(),
        first -> {
          Map<String, @Nullable Object> entry = new LinkedHashMap<>();
          Provider provider = meaning.providers().get(name);
          if (provider != null) {
            entry.put("type", provider.type().label());
            entry.put("base_url", provider.baseUrl().toString());
          }
          Object key = parameters.get("api_key");
          String variable = key == null ? variable(provider, parameters) : null;
          YamlTree.putFilled(entry, "api_key", key);
          YamlTree.putFilled(entry, "env_var", variable);
          return entry;
        });
  }

  /** The variable that LiteLLM takes a key from where none is written. */
  private static @Nullable String variable(
      @Nullable Provider provider, Map<String, @Nullable Object> parameters) {
    Object custom = parameters.get("custom_llm_provider");
    String word =
        custom != null
            ? custom.toString()
            : String.valueOf(parameters.get("model")).replaceFirst("/.*", "");
    ModelListPrefix prefix = ModelListPrefix.of(word);
    if (prefix == null || provider == null) {
      return null;
    }
    return provider.baseUrl().equals(prefix.address()) ? prefix.variable() : null;
  }

  private void list(Map<String, @Nullable Object> provider, ProviderName name, ModelName model) {
    List<@Nullable Object> models = YamlTree.list(provider.get("models"));
    Map<String, @Nullable Object> listed = new LinkedHashMap<>();
    listed.put("name", model.value());
    Provider known = meaning.providers().get(name);
    if (known != null) {
      known.models().stream()
          .filter(each -> each.name().equals(model))
          .findFirst()
          .ifPresent(each -> YamlTree.putFilled(listed, "context_length", each.contextLength()));
    }
    if (models.stream().noneMatch(each -> model.value().equals(YamlTree.map(each).get("name")))) {
      models.add(listed);
    }
    provider.put("models", models);
  }

  /** The chains of names that are exact now; others would be ignored beside their entries. */
  private Map<String, @Nullable Object> chains(Set<String> sections) {
    Map<String, @Nullable Object> chains = new LinkedHashMap<>();
    if (!sections.contains("fallback_chains")) {
      meaning
          .chains()
          .forEach(
              (name, chain) -> {
                if (exact.containsKey(name.value())) {
                  chains.put(name.value(), chain.entries());
                }
              });
      if (meaning.defaultChain() != null) {
        chains.put("default", meaning.defaultChain().entries());
      }
      Fallbacks.drop(gateway, chains.keySet());
    }
    return chains;
  }

  /** Providers that rules name and no entry has: without an address, and never asked. */
  private void namedOnly(Map<String, @Nullable Object> rules) {
    for (String name : LabExtensions.providersOf(rules)) {
      if (!providers.containsKey(name)) {
        Map<String, @Nullable Object> entry = new LinkedHashMap<>();
        entry.put("type", ProviderType.OPENAI_COMPATIBLE.label());
        entry.put("base_url", "http://localhost");
        entry.put("status", ProviderStatus.TEMPLATE.label());
        providers.put(name, entry);
        notes.add("providers: rules name " + name + ", but no entry says where it is");
      }
    }
  }
}
