package lab.router.plan;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import lab.config.Capability;
import lab.contract.ModelName;
import lab.contract.Operation;
import lab.contract.ProviderName;
import lab.contract.RouteQuery;
import lab.router.choose.Orderings;
import lab.router.live.LiveLists;
import org.jspecify.annotations.Nullable;

/**
 * The routes of one operation that were prepared already, for one snapshot of what polls found.
 * Those of the configuration's names are all kept; of others as many as fit, so that clients can
 * not make the memory grow.
 */
final class Routes {
  private static final int MOST_OTHERS = 1_000;
  private static final int LONGEST = 200;

  private final Plan plan;
  private final LiveLists lists;
  private final Preparing preparing;
  private final Map<ModelName, Route> known = new HashMap<>();
  private final Map<Asked, Route> others =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Asked, Route> eldest) {
          return size() > MOST_OTHERS;
        }
      };

  private record Asked(@Nullable ModelName model, @Nullable String capability) {
    boolean isShort() {
      return (model == null || model.value().length() <= LONGEST)
          && (capability == null || capability.length() <= LONGEST);
    }
  }

  Routes(Plan plan, LiveLists lists, Operation operation, Orderings orderings) {
    this.plan = plan;
    this.lists = lists;
    this.preparing = new Preparing(plan, lists, operation, orderings);
  }

  /** How many routes are kept. */
  int size() {
    return known.size() + others.size();
  }

  Preparing preparing() {
    return preparing;
  }

  /** The route of a query, or null where it names nothing and the configuration does not either. */
  @Nullable Route of(RouteQuery query) {
    ModelName model = query.model();
    if (model == null || query.capability() != null) {
      return other(new Asked(model, query.capability()));
    }
    Route before = known.get(model);
    if (before != null) {
      return before;
    }
    if (!plan.knows(model)) {
      return other(new Asked(model, null));
    }
    Route route = preparing.route(model, null, "");
    known.put(model, route);
    return route;
  }

  private @Nullable Route other(Asked asked) {
    Route before = others.get(asked);
    if (before != null) {
      return before;
    }
    Route route = prepared(asked);
    if (route != null && asked.isShort()) {
      others.put(asked, route);
    }
    return route;
  }

  private @Nullable Route prepared(Asked asked) {
    ModelName model = asked.model();
    String capability = asked.capability();
    if (model != null) {
      return preparing.route(model, capability, "");
    }
    Capability known = capability == null ? null : plan.capability(capability);
    if (known != null) {
      return preparing.route(known);
    }
    model = plan.defaults().model();
    if (model != null) {
      return preparing.route(model, capability, "default_model -> ");
    }
    ProviderName provider = plan.defaults().provider();
    model = provider == null ? null : plan.backend(provider).first(null, lists);
    return model == null ? null : preparing.route(model, capability, "default_provider -> ");
  }
}
