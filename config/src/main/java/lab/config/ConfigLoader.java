package lab.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import lab.contract.ModelName;
import lab.contract.ProviderName;
import lab.contract.SourceRef;

/** Reads a configuration folder: all of it, all errors at once. */
public final class ConfigLoader {
  private static final String PROVIDERS = "providers.yaml";
  private static final String MAPPINGS = "model-mappings.yaml";
  private static final String PORTS = "ports.yaml";
  private static final String KEYS = "keys.yaml";
  private static final String GATEWAY = "gateway.yaml";
  private static final String LITELLM = "litellm-unified.yaml";

  private final ConfigFiles files;
  private final Environment given;
  private final Findings findings = new Findings();

  private ConfigLoader(ConfigFiles files, Environment environment) {
    this.files = files;
    this.given = environment;
  }

  /**
   * Loads and checks a folder. Blocks; to be called by any thread but an event loop.
   *
   * @param folder holds {@code providers.yaml} and its fellows
   * @param environment where {@code ${NAME}} and {@code os.environ/NAME} are looked up
   */
  public static Loading load(Path folder, Map<String, String> environment) {
    return load(ConfigFiles.in(folder), environment);
  }

  /**
   * Loads and checks files. Blocks; to be called by any thread but an event loop.
   *
   * @param files {@code providers.yaml} and its fellows; they know afterwards which were read
   * @param environment where {@code ${NAME}} and {@code os.environ/NAME} are looked up
   */
  public static Loading load(ConfigFiles files, Map<String, String> environment) {
    ConfigLoader loader = new ConfigLoader(files, new Environment(environment));
    Path folder = files.folder();
    if (folder != null && !Files.isDirectory(folder)) {
      return loader.unreadable(folder + " is not a folder");
    }
    try {
      return loader.load();
    } catch (UnreadableFile unreadable) {
      return loader.unreadable(String.valueOf(unreadable.getMessage()));
    }
  }

  private Loading unreadable(String because) {
    return new Loading.Unreadable(because, findings.sorted());
  }

  private Loading load() throws UnreadableFile {
    tellOfOtherEndings();
    // First, because it may set variables that the others name.
    GatewayFiles.Joined gateway = GatewayFiles.read(files, gatewayFile(), findings, given);
    YamlMap gatewayFile = gateway.file();
    YamlMap providersFile = read(PROVIDERS, gateway.environment());
    YamlMap mappingsFile = read(MAPPINGS, gateway.environment());
    YamlMap portsFile = read(PORTS, gateway.environment());
    YamlMap keysFile = read(KEYS, gateway.environment());
    if (!has(PROVIDERS) && !gatewayFile.has("model_list") && !findings.hasErrors()) {
      return unreadable(
          "%s has neither %s nor a %s with a model_list".formatted(files, PROVIDERS, GATEWAY));
    }
    Configuration configuration =
        assemble(providersFile, mappingsFile, portsFile, gatewayFile, keysFile);
    Stream.of(providersFile, mappingsFile, portsFile, keysFile)
        .forEach(file -> file.source().tellWhatHasNoEffect());
    gateway.sources().forEach(YamlSource::tellWhatHasNoEffect);
    return findings.hasErrors()
        ? new Loading.Invalid(findings.sorted())
        : new Loading.Valid(configuration, findings.sorted());
  }

  private Configuration assemble(
      YamlMap providersFile,
      YamlMap mappingsFile,
      YamlMap portsFile,
      YamlMap gatewayFile,
      YamlMap keysFile) {
    References references = new References();
    Map<ProviderName, Provider> providers = ProvidersReader.read(providersFile);
    HealthChecks health = HealthReader.read(providersFile, providers);
    Mappings mappings = new MappingsReader(mappingsFile, references, providers.keySet()).read();
    Settings settings =
        new GatewayReader(gatewayFile)
            .read(
                new KeysReader(keysFile).read(),
                RateLimitsReader.read(providersFile, providers.values(), gatewayFile));

    Set<String> ignored = new LinkedHashSet<>();
    ModelListReader list = new ModelListReader(providers, mappings, ignored);
    list.read(gatewayFile);
    list.providers().forEach(provider -> providers.put(provider.name(), provider));
    if (providers.isEmpty() && !findings.hasErrors()) {
      findings.error(providersFile.at(), "names no provider");
    }
    Map<ModelName, ExactMatch> exact = new LinkedHashMap<>(mappings.exact());
    list.exact().forEach(exact::putIfAbsent);
    LiteLlmNames litellm = new LiteLlmNames(mappings, references, ignored);
    litellm.readChains(gatewayFile);
    List<Wildcard> wildcards = list.wildcards();
    AliasReader aliases =
        new AliasReader(mappings, references, ignored, exact, wildcards, providers.values());
    aliases.read(gatewayFile);
    exact.putAll(aliases.joined());
    tellOfIgnored(ignored, gatewayFile);

    Choices choices =
        ChoicesReader.read(
            mappings, mappingsFile, gatewayFile, wildcards, aliases.aliases(), references);
    Names names = new Names(providers.values(), exact.values(), choices, mappings);
    references.check(names);
    new ChainsCheck(mappings, names, references, findings).check();
    CapabilityFilters.check(mappingsFile, names);
    new StrategyNeeds(names, findings).check(choices);
    PortsCheck.check(PortsReader.read(portsFile), providers.values(), settings, findings);
    Configuration configuration =
        new Configuration(
            providers,
            exact,
            mappings.patterns(),
            litellm.chains(),
            litellm.otherwise(),
            mappings.defaults(),
            choices,
            settings,
            health);
    new ReachCheck(configuration, findings).check();
    return configuration;
  }

  private boolean has(String file) {
    return files.has(file);
  }

  private YamlMap read(String file, Environment environment) throws UnreadableFile {
    YamlSource source = new YamlSource(file, findings, environment);
    return has(file) ? YamlFile.read(files, source) : YamlMap.empty(source);
  }

  private String gatewayFile() {
    if (has(GATEWAY) && has(LITELLM)) {
      findings.warning(
          new SourceRef(LITELLM, 1, 1), "is not read, because " + GATEWAY + " is there");
    }
    return has(GATEWAY) || !has(LITELLM) ? GATEWAY : LITELLM;
  }

  private void tellOfOtherEndings() {
    for (String file : List.of(PROVIDERS, MAPPINGS, PORTS, KEYS, GATEWAY, LITELLM)) {
      String other = file.replace(".yaml", ".yml");
      if (has(other)) {
        findings.warning(new SourceRef(other, 1, 1), "is not read; its name must be " + file);
      }
    }
  }

  private void tellOfIgnored(Set<String> ignored, YamlMap file) {
    if (!ignored.isEmpty()) {
      findings.info(
          new SourceRef(file.source().file(), 1, 1),
          "aliases, fallbacks and models of names that %s has are ignored: %s"
              .formatted(MAPPINGS, String.join(", ", ignored)));
    }
  }
}
