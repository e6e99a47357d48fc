package lab.router.live;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import lab.contract.ModelName;
import lab.contract.ProbeReport.Finding;
import lab.contract.ProviderName;
import org.jspecify.annotations.Nullable;

/** What polls found of every provider, at one moment. */
public final class LiveLists {
  private static final String LATEST = ":latest";

  /** Nothing was polled yet. */
  public static final LiveLists UNKNOWN = new LiveLists(Map.of(), Map.of());

  private final Map<ProviderName, Live> known;

  /** For each provider a model of each family, so that a strange name costs no search. */
  private final Map<ProviderName, Map<String, ModelName>> families;

  private LiveLists(
      Map<ProviderName, Live> known, Map<ProviderName, Map<String, ModelName>> families) {
    this.known = known;
    this.families = families;
  }

  /** What is known of one provider. */
  public sealed interface Live {
    /**
     * It answers.
     *
     * @param models the names on its list, in its order; empty where it has none to show, which
     *     says nothing of what it serves
     */
    record Up(Set<ModelName> models) implements Live {}

    /**
     * It does not.
     *
     * @param because for people
     */
    record Down(String because) implements Live {}

    /** Not polled yet, or never. */
    enum Unknown implements Live {
      UNKNOWN
    }
  }

  /** What is known of this provider. */
  public Live of(ProviderName provider) {
    return known.getOrDefault(provider, Live.Unknown.UNKNOWN);
  }

  /**
   * The same model under another tag on a provider's list: {@code latest} where that is there, else
   * the first one; null where there is none.
   */
  public @Nullable ModelName cousin(ProviderName provider, ModelName name) {
    return families.getOrDefault(provider, Map.of()).get(familyOf(name));
  }

  private static String familyOf(ModelName name) {
    int tag = name.value().lastIndexOf(':');
    return tag < 0 ? name.value() : name.value().substring(0, tag);
  }

  private static Map<String, ModelName> families(Live live) {
    return switch (live) {
      case Live.Up(var models) -> families(models);
      case Live.Down _, Live.Unknown _ -> Map.of();
    };
  }

  private static Map<String, ModelName> families(Set<ModelName> models) {
    Map<String, ModelName> families = new HashMap<>();
    for (ModelName model : models) {
      families.putIfAbsent(familyOf(model), model);
    }
    for (ModelName model : models) {
      if (model.value().endsWith(LATEST)) {
        families.put(familyOf(model), model);
      }
    }
    return families;
  }

  /** This snapshot without all others: the same object where there are none. */
  LiveLists only(Set<ProviderName> providers) {
    if (providers.containsAll(known.keySet())) {
      return this;
    }
    Map<ProviderName, Live> some = new HashMap<>(known);
    some.keySet().retainAll(providers);
    Map<ProviderName, Map<String, ModelName>> all = new HashMap<>(families);
    all.keySet().retainAll(providers);
    return new LiveLists(Map.copyOf(some), Map.copyOf(all));
  }

  /** This snapshot with a newer finding: the same object where nothing changes. */
  public LiveLists with(ProviderName provider, Finding finding) {
    Live now =
        switch (finding) {
          case Finding.Up(var models, _, _, _, _) ->
              new Live.Up(Collections.unmodifiableSet(new LinkedHashSet<>(models)));
          case Finding.Down(var kind, var because) -> new Live.Down(because);
        };
    if (now.equals(known.get(provider))) {
      return this;
    }
    Map<ProviderName, Live> next = new HashMap<>(known);
    next.put(provider, now);
    Map<ProviderName, Map<String, ModelName>> all = new HashMap<>(families);
    all.put(provider, families(now));
    return new LiveLists(Map.copyOf(next), Map.copyOf(all));
  }
}
