package lab.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lab.contract.ModelName;
import lab.contract.ProviderName;
import org.jspecify.annotations.Nullable;

/**
 * Makes one LiteLLM file of a configuration. LiteLLM routes by its {@code model_list} and {@code
 * fallbacks}; the rules that it has no words for travel in {@code lab_extensions}, from where
 * {@link LiteLlmImport} brings them back.
 */
public final class LiteLlmExport {
  /** The name of the file that is made. */
  public static final String FILE = "litellm-unified.yaml";

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");

  /** What of {@code lab_extensions} LiteLLM has in its own words too. */
  private static final Set<String> IN_LITELLM =
      Set.of("exact_matches", "fallback_chains", "providers");

  /** What of a provider stands in its entries of the {@code model_list}. */
  private static final Set<String> IN_ENTRIES =
      Set.of("type", "base_url", "status", "models", "api_key", "env_var", "requires_api_key");

  private final Configuration configuration;
  private final Map<String, @Nullable Object> providers;
  private final Map<String, @Nullable Object> mappings;
  private final Map<String, @Nullable Object> gateway;
  private final List<@Nullable Object> entries = new ArrayList<>();
  private final Set<String> groups = new LinkedHashSet<>();
  private final List<String> notes = new ArrayList<>();

  private LiteLlmExport(Map<String, String> texts, Configuration configuration) {
    this.configuration = configuration;
    this.providers = YamlTree.read(texts.getOrDefault("providers.yaml", ""));
    this.mappings = YamlTree.read(texts.getOrDefault("model-mappings.yaml", ""));
    this.gateway = YamlTree.read(texts.getOrDefault("gateway.yaml", texts.getOrDefault(FILE, "")));
    for (String other : List.of("ports.yaml", "keys.yaml")) {
      if (texts.containsKey(other)) {
        notes.add(other + ": LiteLLM has no such file, left out");
      }
    }
  }

  /**
   * Makes the file.
   *
   * @param texts of a configuration's files, by name
   * @param configuration what they mean
   */
  public static Converted of(Map<String, String> texts, Configuration configuration) {
    return new LiteLlmExport(texts, configuration).joined();
  }

  private Converted joined() {
    if (!LabExtensions.takenFrom(gateway).isEmpty()) {
      notes.add("lab_extensions: those of the file had no effect, new ones are made");
    }
    addExact();
    addListed();
    addGiven();
    Map<String, @Nullable Object> router =
        YamlTree.map(portable("", gateway.get("router_settings")));
    Map<String, @Nullable Object> lab = LabExtensions.of(providers, mappings, notes);
    Map<String, @Nullable Object> file = new LinkedHashMap<>();
    file.put("model_list", entries);
    gateway.keySet().removeAll(Set.of("model_list", "router_settings"));
    Fallbacks.dropAll(gateway);
    gateway.forEach((key, value) -> file.put(key, portable(key, value)));
    addChains(router);
    addAliases(router);
    YamlTree.putFilled(router, "lab_extensions", lab);
    file.put("router_settings", router);
    if (file.containsKey("include")) {
      notes.add("include: the files that it names have to stand beside this one");
    }
    noteWhatItDoesNotRead(lab);
    notes.add("comments of the files are not taken over");
    return Converted.of(
        "Made by ./lab config export litellm.", Map.of(FILE, YamlTree.write(file)), notes);
  }

  private void addExact() {
    for (String name : YamlTree.map(mappings.get("exact_matches")).keySet()) {
      ExactMatch match = configuration.exact().get(new ModelName(name));
      if (match != null) {
        match.targets().forEach(to -> add(name, to.provider(), to.backendModel()));
      }
      if (match != null && match.fallback() != null) {
        notes.add("exact_matches: fallback of " + name + " is in lab_extensions only");
      }
    }
  }

  private void addListed() {
    Set<String> exact = Set.copyOf(groups);
    for (Provider provider : configuration.providers().values()) {
      for (String name : listedBy(provider.name())) {
        if (!exact.contains(name)) {
          add(name, provider.name(), null);
        }
      }
    }
  }

  /** The models that the file lists, without those that a {@code model_list} adds. */
  private Set<String> listedBy(ProviderName name) {
    Map<String, @Nullable Object> one = new LinkedHashMap<>();
    one.put("providers", Map.of("one", entry(name)));
    return LabExtensions.listed(one);
  }

  private Map<String, @Nullable Object> entry(ProviderName name) {
    return YamlTree.map(YamlTree.map(providers.get("providers")).get(name.value()));
  }

  /** Entries that the folder has in this form already, but for those that others overrule. */
  private void addGiven() {
    Set<String> overruled =
        new LinkedHashSet<>(YamlTree.map(mappings.get("exact_matches")).keySet());
    overruled.addAll(LabExtensions.listed(providers));
    for (Object given : YamlTree.list(gateway.get("model_list"))) {
      String name = String.valueOf(YamlTree.map(given).get("model_name"));
      if (!overruled.contains(name)) {
        entries.add(portable("model_list", given));
        groups.add(name);
      }
    }
  }

  private void add(String name, ProviderName by, @Nullable ModelName backend) {
    Provider provider = configuration.providers().get(by);
    if (provider == null || provider.status() != ProviderStatus.ACTIVE) {
      notes.add("model_list: %s of %s is left out, as that is not in use".formatted(name, by));
      return;
    }
    Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
    parameters.put("model", prefix(provider) + "/" + (backend == null ? name : backend.value()));
    parameters.put("api_base", address(provider));
    YamlTree.putFilled(parameters, "api_key", key(provider));
    Map<String, @Nullable Object> info = new LinkedHashMap<>();
    info.put("provider", by.value());
    ModelName asked = backend == null ? new ModelName(name) : backend;
    provider.models().stream()
        .filter(model -> model.name().equals(asked))
        .findFirst()
        .ifPresent(model -> YamlTree.putFilled(info, "context_length", model.contextLength()));
    Map<String, @Nullable Object> entry = new LinkedHashMap<>();
    entry.put("model_name", name);
    entry.put("litellm_params", parameters);
    entry.put("model_info", info);
    entries.add(entry);
    groups.add(name);
  }

  private static String prefix(Provider provider) {
    return switch (provider.type()) {
      case OLLAMA -> "ollama_chat";
      case LLAMA_CPP, OPENAI, OPENAI_COMPATIBLE -> "openai";
      case VLLM -> "hosted_vllm";
      case ANTHROPIC -> "anthropic";
      case OPENROUTER -> "openrouter";
    };
  }

  private static String address(Provider provider) {
    return switch (provider.type()) {
      case OLLAMA, ANTHROPIC -> provider.baseUrl().toString();
      case LLAMA_CPP, OPENAI, OPENAI_COMPATIBLE, VLLM, OPENROUTER -> provider.baseUrl() + "/v1";
    };
  }

  private @Nullable Object key(Provider provider) {
    Map<String, @Nullable Object> entry = entry(provider.name());
    if (entry.get("api_key") != null) {
      return portable("api_key of " + provider.name(), entry.get("api_key"));
    }
    if (entry.get("env_var") != null) {
      return "os.environ/" + entry.get("env_var");
    }
    // LiteLLM sends nothing at all without a key where it speaks OpenAI's format.
    return prefix(provider).equals("openai") ? "not-needed" : null;
  }

  /** {@code ${NAME}} in LiteLLM's words. */
  private @Nullable Object portable(String path, @Nullable Object value) {
    if (value instanceof Map<?, ?>) {
      Map<String, @Nullable Object> map = YamlTree.map(value);
      map.replaceAll((key, each) -> portable(path.isEmpty() ? key : path + "." + key, each));
      return map;
    }
    if (value instanceof List<?>) {
      List<@Nullable Object> list = YamlTree.list(value);
      list.replaceAll(each -> portable(path, each));
      return list;
    }
    if (!(value instanceof String text) || !text.contains("${")) {
      return value;
    }
    Matcher whole = VARIABLE.matcher(text);
    if (whole.matches()) {
      return "os.environ/" + whole.group(1);
    }
    notes.add(path + ": LiteLLM does not replace a variable inside a text");
    return text;
  }

  private void addChains(Map<String, @Nullable Object> router) {
    Fallbacks.dropAll(router);
    List<@Nullable Object> chains = new ArrayList<>();
    configuration
        .chains()
        .forEach(
            (name, chain) -> {
              List<String> fit = fit(name.value(), chain);
              if (!fit.isEmpty() || chain.entries().isEmpty()) {
                chains.add(Map.of(name.value(), fit));
              }
            });
    YamlTree.putFilled(router, "fallbacks", chains);
    if (configuration.defaultChain() != null) {
      YamlTree.putFilled(router, "default_fallbacks", fit("default", configuration.defaultChain()));
    }
  }

  /** What of a chain is a name of the {@code model_list}: LiteLLM knows no others. */
  private List<String> fit(String name, Chain chain) {
    List<String> fit = new ArrayList<>();
    for (String entry : chain.entries()) {
      if (groups.contains(entry)) {
        fit.add(entry);
      } else {
        notes.add("fallbacks: %s after %s is left out, as no entry has it".formatted(entry, name));
      }
    }
    return fit;
  }

  /** A capability becomes another name of the first model that it prefers. */
  private void addAliases(Map<String, @Nullable Object> router) {
    Map<String, @Nullable Object> aliases = YamlTree.map(router.get("model_group_alias"));
    YamlTree.map(mappings.get("capabilities"))
        .forEach(
            (name, capability) ->
                YamlTree.list(YamlTree.map(capability).get("preferred_models")).stream()
                    .map(String::valueOf)
                    .filter(groups::contains)
                    .findFirst()
                    .ifPresent(model -> aliases.put(name, model)));
    YamlTree.putFilled(router, "model_group_alias", aliases);
  }

  private void noteWhatItDoesNotRead(Map<String, @Nullable Object> lab) {
    lab.keySet().stream()
        .filter(key -> !IN_LITELLM.contains(key))
        .forEach(key -> notes.add("lab_extensions: LiteLLM does not read " + key));
    for (String name : YamlTree.map(providers.get("providers")).keySet()) {
      entry(new ProviderName(name)).keySet().stream()
          .filter(key -> !IN_ENTRIES.contains(key))
          .filter(key -> Section.PROVIDER.keys().get(key) == KeyUse.EFFECT)
          .forEach(
              key -> notes.add("providers: LiteLLM does not read %s of %s".formatted(key, name)));
    }
  }
}
