package lab.router.board;

import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import lab.config.Credentials;
import lab.config.Provider;
import lab.config.ProviderType;
import lab.contract.AttemptOutcome;
import lab.contract.AttemptOutcome.Ending;
import lab.contract.FailureKind;
import lab.contract.ModelName;
import lab.contract.ProbeReport.Finding;
import lab.router.board.Board.Cooling;
import lab.router.board.BoardView.ModelView;
import lab.router.board.BoardView.ProviderView;
import lab.router.circuit.Circuit;
import lab.router.circuit.CircuitRules;
import lab.router.circuit.Event;
import org.jspecify.annotations.Nullable;

/**
 * One provider: its load, the circuit of its key, what polls learned, and its models. Any thread,
 * without waiting.
 */
final class ProviderBoard {
  /** The most models that are kept score of; some marketplaces list hundreds. */
  static final int MOST_MODELS = 1_000;

  private final Provider provider;
  private final Set<ModelName> mentioned;
  private final CircuitRules rules;
  private final Load load = new Load();
  private final Fuse key;

  /** An immutable map, replaced as a whole: models come rarely, and are read all the time. */
  private final AtomicReference<Map<ModelName, Deployment>> models;

  private volatile Polled polled = new Polled(false, Set.of(), Set.of(), 0);

  /**
   * What polls learned.
   *
   * @param up whether it answered the last one
   * @param listed the last list that it showed
   * @param loaded what it has in memory
   * @param capacity requests at a time, or 0 where unknown
   */
  private record Polled(boolean up, Set<ModelName> listed, Set<ModelName> loaded, int capacity) {}

  /**
   * One where nothing happened yet.
   *
   * @param mentioned the names that the configuration mentions anywhere
   */
  ProviderBoard(Provider provider, Set<ModelName> mentioned, CircuitRules rules) {
    this.provider = provider;
    this.mentioned = mentioned;
    this.rules = rules;
    this.key = new Fuse(rules);
    Map<ModelName, Deployment> own = new HashMap<>();
    provider.models().stream()
        .limit(MOST_MODELS)
        .forEach(entry -> own.put(entry.name(), new Deployment(rules)));
    models = new AtomicReference<>(Map.copyOf(own));
  }

  void started(ModelName model, Instant now) {
    load.began();
    noteKey(new Event.Started(), now);
    Deployment deployment = kept(model);
    if (deployment != null) {
      deployment.load().began();
      deployment.fuse().note(new Event.Started(), now);
    }
  }

  void ended(AttemptOutcome outcome, Instant now) {
    load.ended();
    Event event = event(outcome, now);
    Event nothing = new Event.SaidNothing(now.minus(outcome.took()));
    boolean refusedKey = event instanceof Event.Failed failed && concernsKey(failed.kind());
    noteKey(refusedKey || event instanceof Event.Succeeded ? event : nothing, now);
    Deployment deployment = kept(outcome.candidate().model());
    if (deployment != null) {
      deployment.load().ended();
      deployment.fuse().note(refusedKey ? nothing : event, now);
      deployment.note(outcome, now);
    }
  }

  private static Event event(AttemptOutcome outcome, Instant now) {
    Instant began = now.minus(outcome.took());
    return switch (outcome.ending()) {
      case Ending.Succeeded _ -> new Event.Succeeded(began);
      case Ending.Failed(FailureKind kind, var retryAfter) ->
          new Event.Failed(began, kind, retryAfter);
      case Ending.Abandoned _ -> new Event.SaidNothing(began);
    };
  }

  /** Without a key of ours it is about the model: a local server asks for a login for some. */
  private boolean concernsKey(FailureKind kind) {
    return (kind == FailureKind.AUTH || kind == FailureKind.CREDITS)
        && provider.credentials() instanceof Credentials.Key;
  }

  private void noteKey(Event event, Instant now) {
    // A key that works is not counted: one refusal is enough, whatever came before.
    if (event instanceof Event.Failed || !(key.circuit() instanceof Circuit.Closed)) {
      key.note(event, now);
    }
  }

  /** Where the score of a model is kept, or null for a name that is not kept score of. */
  private @Nullable Deployment kept(ModelName model) {
    Deployment there = models.get().get(model);
    if (there != null || !isKnown(model) || models.get().size() >= MOST_MODELS) {
      return there;
    }
    Deployment added = new Deployment(rules);
    return models
        .updateAndGet(
            known -> {
              if (known.containsKey(model) || known.size() >= MOST_MODELS) {
                return known;
              }
              Map<ModelName, Deployment> more = new HashMap<>(known);
              more.put(model, added);
              return Collections.unmodifiableMap(more);
            })
        .get(model);
  }

  private boolean isKnown(ModelName model) {
    return mentioned.contains(model) || polled.listed().contains(model);
  }

  /** A poll tells what is there; what requests found stays. */
  void found(Finding finding) {
    switch (finding) {
      case Finding.Up(var listed, var loaded, var capacity) ->
          polled =
              new Polled(
                  true,
                  listed.isEmpty() ? polled.listed() : new HashSet<>(listed),
                  new HashSet<>(loaded),
                  capacity == null ? 0 : capacity);
      // Its list is remembered: it will be back with it. What it had loaded may be gone.
      case Finding.Down _ ->
          polled = new Polled(false, polled.listed(), Set.of(), polled.capacity());
    }
  }

  /** Lets figures age, and forgets models that nobody names any more. */
  void refresh(Instant now) {
    Map<ModelName, Deployment> known = models.get();
    known.values().forEach(deployment -> deployment.refresh(now));
    if (!known.keySet().stream().allMatch(this::isKnown)) {
      models.getAndUpdate(this::withoutForgotten);
    }
  }

  private Map<ModelName, Deployment> withoutForgotten(Map<ModelName, Deployment> known) {
    Map<ModelName, Deployment> left = new HashMap<>(known);
    left.entrySet().removeIf(one -> !isKnown(one.getKey()) && one.getValue().load().now() == 0);
    return Collections.unmodifiableMap(left);
  }

  int inFlight() {
    return load.now();
  }

  int capacity() {
    return polled.capacity();
  }

  Board.Score score(ModelName model) {
    Deployment deployment = models.get().get(model);
    return deployment == null ? Board.Score.UNKNOWN : deployment.score();
  }

  @Nullable Cooling cooling(ModelName model, Instant now) {
    Cooling ofKey = key.cooling(load.now(), now);
    Deployment deployment = models.get().get(model);
    if (deployment == null) {
      return ofKey;
    }
    Cooling ofModel = deployment.fuse().cooling(deployment.load().now(), now);
    if (ofKey == null || ofModel == null) {
      return ofKey == null ? ofModel : ofKey;
    }
    return ofKey.until().isAfter(ofModel.until()) ? ofKey : ofModel;
  }

  boolean warm(ModelName model) {
    Polled seen = polled;
    if (provider.type() == ProviderType.LLAMA_CPP) {
      return seen.up(); // It answers with its one model, whatever the file calls that.
    }
    if (provider.type().servesWhatItHasLoaded()) {
      return seen.up() && seen.listed().contains(model);
    }
    // To Ollama a name without a tag is the name with the tag "latest".
    return seen.loaded().contains(model)
        || (provider.type() == ProviderType.OLLAMA
            && model.value().indexOf(':') < 0
            && seen.loaded().contains(new ModelName(model.value() + ":latest")));
  }

  ProviderView describe() {
    List<ModelView> views =
        models.get().entrySet().stream()
            .sorted(Comparator.comparing(one -> one.getKey().value()))
            .map(one -> view(one.getKey(), one.getValue()))
            .toList();
    return new ProviderView(
        provider.name(), State.of(key.circuit()), inFlight(), capacity(), views);
  }

  private ModelView view(ModelName name, Deployment deployment) {
    return new ModelView(
        name,
        State.of(deployment.fuse().circuit()),
        deployment.load().now(),
        warm(name),
        deployment.figures());
  }
}
