package lab.router.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lab.contract.Candidate;
import lab.contract.LeftOut;
import lab.contract.ModelName;
import lab.contract.ProviderName;
import lab.contract.RefusalReason;
import lab.contract.RouteDecision;
import lab.contract.SourceRef;
import lab.contract.Stage;
import lab.contract.Why;
import lab.router.live.LiveLists;
import lab.router.live.LiveLists.Live;
import lab.router.plan.Course.Attempt;
import lab.router.plan.Naming.Named;
import org.jspecify.annotations.Nullable;

/** Collects the candidates of one decision: in order, without repeats, with reasons. */
final class Attempts {
  private final LiveLists lists;
  private final LinkedHashMap<Place, Attempt> kept = new LinkedHashMap<>();
  private final Map<Place, LeftOut> leftOut = new LinkedHashMap<>();
  private @Nullable Set<ModelName> allowed;
  private @Nullable ModelName first;
  private boolean barred;

  private record Place(ProviderName provider, ModelName model) {}

  Attempts(LiveLists lists) {
    this.lists = lists;
  }

  /** Takes a candidate in, or notes why not. The first to name a provider and model counts. */
  void consider(Backend backend, Named named, String source, @Nullable String tier) {
    Place place = new Place(backend.name(), named.model());
    if (first == null) {
      first = named.model();
    }
    if (backend.barred() != null) {
      barred = true;
      leaveOut(place, backend.barred());
    } else if (named.lacked()) {
      leaveOut(place, "not on its live list");
    } else if (allowed != null && !allowed.contains(named.model())) {
      leaveOut(place, "an embedding never moves to another model");
    } else {
      Candidate candidate = new Candidate(place.provider(), place.model(), source);
      kept.putIfAbsent(place, new Attempt(candidate, tier, down(place.provider())));
    }
  }

  private void leaveOut(Place place, String reason) {
    leftOut.putIfAbsent(place, new LeftOut(place.provider(), place.model(), reason));
  }

  private @Nullable String down(ProviderName provider) {
    return switch (lists.of(provider)) {
      case Live.Down(var because) -> because;
      case Live.Up _, Live.Unknown _ -> null;
    };
  }

  /** From here on only models that were considered already, and this one. */
  void stayWith(ModelName asked) {
    Stream<Place> places = Stream.concat(kept.keySet().stream(), leftOut.keySet().stream());
    allowed =
        Stream.concat(Stream.of(asked), places.map(Place::model))
            .collect(Collectors.toUnmodifiableSet());
  }

  /** The model of the first candidate; of the first that was left out where there is none. */
  @Nullable ModelName firstModel() {
    return kept.isEmpty() ? first : kept.firstEntry().getKey().model();
  }

  /** The decision: those that are up first, each part in the order of consideration. */
  Course course(Stage stage, String rule, SourceRef at) {
    // What was left out under a guessed name may have come in later, by a rule that names it.
    leftOut.keySet().removeAll(kept.keySet());
    Why why = new Why(stage, rule, at, List.copyOf(leftOut.values()));
    if (kept.isEmpty()) {
      RefusalReason reason = barred ? RefusalReason.NONE_AVAILABLE : RefusalReason.UNKNOWN_MODEL;
      return new Course(new RouteDecision.Refuse(reason, null, why), List.of());
    }
    List<Attempt> inOrder = new ArrayList<>(kept.values());
    inOrder.sort((one, other) -> Boolean.compare(one.down() != null, other.down() != null));
    List<Candidate> candidates = inOrder.stream().map(Attempt::candidate).toList();
    return new Course(new RouteDecision.Go(candidates, why), inOrder);
  }
}
