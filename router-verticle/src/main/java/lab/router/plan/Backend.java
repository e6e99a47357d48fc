package lab.router.plan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import lab.config.ModelEntry;
import lab.config.Provider;
import lab.config.ProviderStatus;
import lab.config.ProviderType;
import lab.contract.ModelName;
import lab.contract.Operation;
import lab.contract.ProviderName;
import lab.router.choose.Nature;
import lab.router.live.LiveLists;
import lab.router.live.LiveLists.Live;
import lab.router.standing.Barred;
import org.jspecify.annotations.Nullable;

/** A provider with what decisions ask of it worked out once. */
final class Backend {
  private static final String CLOUD_HOST = "ollama.com";

  private final Provider provider;
  private final Map<ModelName, ModelEntry> listed = new LinkedHashMap<>();
  private final boolean cloud;
  private final @Nullable String barred;
  private final boolean local;

  Backend(Provider provider) {
    this.provider = provider;
    provider.models().forEach(entry -> listed.putIfAbsent(entry.name(), entry));
    this.cloud = CLOUD_HOST.equalsIgnoreCase(provider.baseUrl().getHost());
    Barred bars = Barred.of(provider);
    this.barred = bars == null ? null : bars.because();
    this.local = Address.isLocal(provider.baseUrl().getHost());
  }

  ProviderName name() {
    return provider.name();
  }

  Provider provider() {
    return provider;
  }

  boolean active() {
    return provider.status() == ProviderStatus.ACTIVE;
  }

  /** Why it can not do what is wanted of this model, or null where nothing says so. */
  @Nullable String unable(Operation operation, ModelName model) {
    if (!provider.type().serves(operation)) {
      return "type " + provider.type().label() + " can not do " + operation.label();
    }
    ModelEntry entry = listed.get(model);
    Specialist only = entry == null ? null : Specialist.of(entry.specialty());
    return only == null || only.does().contains(operation)
        ? null
        : only.who() + " can not do " + operation.label();
  }

  /** What is known of one of its models. */
  Nature nature(ModelName known, @Nullable Integer parallel) {
    ModelEntry entry = listed.get(known);
    Integer capacity = parallel == null ? provider.parallel() : parallel;
    Double size = entry == null ? null : entry.size();
    Integer context = entry == null ? null : entry.contextLength();
    return new Nature(
        provider.type(),
        local,
        capacity == null ? 0 : capacity,
        size == null ? ModelSize.inName(known.value()).orElse(Double.NaN) : size,
        context == null ? 0 : context,
        entry == null ? null : entry.price());
  }

  /** Why the configuration keeps it from being asked at all, or null where it may be. */
  @Nullable String barred() {
    return barred;
  }

  /** Its own entry for a name, or null where its file list has none. */
  @Nullable ModelEntry entry(ModelName name) {
    return listed.get(name);
  }

  /** Whether it has a model of that name, on its file list or on its live one. */
  boolean lists(ModelName name, LiveLists lists) {
    return listed.containsKey(name) || onLiveList(name, lists);
  }

  /** Whether polls found that it has the name, in any of the forms that it takes it in. */
  boolean onLiveList(ModelName name, LiveLists lists) {
    Set<ModelName> live = liveList(lists);
    return forms(name).anyMatch(live::contains);
  }

  /** Whether polls found a list, and the name is not on it. */
  boolean knownToLack(ModelName name, LiveLists lists) {
    return !liveList(lists).isEmpty() && !onLiveList(name, lists);
  }

  /** The names that polls found; empty where none are known. */
  Set<ModelName> liveList(LiveLists lists) {
    return switch (lists.of(name())) {
      case Live.Up(var models) -> models;
      case Live.Down _, Live.Unknown _ -> Set.of();
    };
  }

  /** The form of the name that is sent. */
  ModelName sent(ModelName name, LiveLists lists) {
    if (!cloud) {
      return name;
    }
    Set<ModelName> live = liveList(lists);
    return live.isEmpty()
        ? CloudName.stripped(name)
        : forms(name).filter(live::contains).findFirst().orElse(name);
  }

  private Stream<ModelName> forms(ModelName name) {
    if (cloud) {
      return Stream.of(name, CloudName.stripped(name));
    }
    // To Ollama a name without a tag is the name with the tag "latest".
    return provider.type() == ProviderType.OLLAMA && name.value().indexOf(':') < 0
        ? Stream.of(name, new ModelName(name.value() + ":latest"))
        : Stream.of(name);
  }

  /** Its first model, one of that specialty where it has one, or null where no list has any. */
  @Nullable ModelName first(@Nullable String specialty, LiveLists lists) {
    List<ModelEntry> entries = provider.models();
    Set<ModelName> live = liveList(lists);
    if (provider.type() == ProviderType.VLLM
        && !live.isEmpty()
        && entries.stream().noneMatch(entry -> live.contains(entry.name()))) {
      // It was restarted with another model, and takes no other name than that one.
      return live.iterator().next();
    }
    return entries.stream()
        .filter(entry -> specialty != null && specialty.equals(entry.specialty()))
        .findFirst()
        .or(() -> entries.stream().findFirst())
        .map(ModelEntry::name)
        .or(() -> live.stream().findFirst())
        .orElse(null);
  }
}
