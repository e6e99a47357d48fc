package lab.router.board;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import lab.config.ModelEntry;
import lab.config.Provider;
import lab.contract.ModelName;
import org.jspecify.annotations.Nullable;

/**
 * The models of one provider that are kept score of: those that the configuration or the provider's
 * own list names. Any thread, without waiting.
 */
final class Models {
  /** The most that are kept score of; some marketplaces list hundreds. */
  static final int MOST = 1_000;

  private final ProviderCircuits circuits;
  private final Link link;

  /** An immutable map, replaced as a whole: models come rarely, and are read all the time. */
  private final AtomicReference<Map<ModelName, Deployment>> known;

  private volatile Set<ModelName> listed = Set.of();

  /** Those of the provider's own entry. */
  Models(Provider provider, ProviderCircuits circuits, Link link) {
    this.circuits = circuits;
    this.link = link;
    Map<ModelName, Deployment> own = new HashMap<>();
    provider.models().stream()
        .map(ModelEntry::name)
        .limit(MOST)
        .forEach(name -> own.put(name, new Deployment(circuits.of(name), link)));
    known = new AtomicReference<>(Map.copyOf(own));
  }

  /** The provider's own list, as it was last seen. */
  void listed(Set<ModelName> names) {
    listed = names;
  }

  Set<ModelName> listed() {
    return listed;
  }

  /** All that are kept score of now. */
  Map<ModelName, Deployment> all() {
    return known.get();
  }

  /** Where the score of a model is kept, or null where it is not yet. */
  @Nullable Deployment get(ModelName model) {
    return known.get().get(model);
  }

  /**
   * Where the score of a model is kept from now on, or null for a name that is not kept score of.
   */
  @Nullable Deployment kept(ModelName model) {
    Deployment there = get(model);
    if (there != null || !isKnown(model) || known.get().size() >= MOST) {
      return there;
    }
    Deployment added = new Deployment(circuits.of(model), link);
    return known
        .updateAndGet(
            before -> {
              if (before.containsKey(model) || before.size() >= MOST) {
                return before;
              }
              Map<ModelName, Deployment> more = new HashMap<>(before);
              more.put(model, added);
              return Collections.unmodifiableMap(more);
            })
        .get(model);
  }

  /** Keeps the score of a model from now on, unless there are too many. */
  void keep(ModelName model) {
    var unused = kept(model);
  }

  private boolean isKnown(ModelName model) {
    return link.terms().mentioned().contains(model) || listed.contains(model);
  }

  /** Forgets models that nobody names any more. */
  void forget() {
    if (!known.get().keySet().stream().allMatch(this::isKnown)) {
      known.getAndUpdate(this::withoutForgotten);
    }
  }

  private Map<ModelName, Deployment> withoutForgotten(Map<ModelName, Deployment> before) {
    Map<ModelName, Deployment> left = new HashMap<>(before);
    left.entrySet().removeIf(one -> !isKnown(one.getKey()) && one.getValue().load().now() == 0);
    return Collections.unmodifiableMap(left);
  }
}
