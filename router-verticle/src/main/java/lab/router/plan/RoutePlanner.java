package lab.router.plan;

import java.util.HashMap;
import java.util.Map;
import lab.contract.ModelName;
import lab.contract.RouteDecision;
import lab.contract.RouteQuery;
import lab.router.live.LiveLists;

/**
 * Decides, and remembers what it decided.
 *
 * <p>A decision depends on the plan, on what polls found and on the query, but for the call's id.
 * So while polls find nothing new, an ordinary query for a name of the configuration is answered by
 * one look-up. Only such names are kept: clients can not make the memory grow.
 *
 * <p>Belongs to one thread.
 */
public final class RoutePlanner {
  private final Plan plan;

  private final Map<ModelName, RouteDecision> forText = new HashMap<>();
  private final Map<ModelName, RouteDecision> forEmbeddings = new HashMap<>();
  private LiveLists decidedFrom = LiveLists.UNKNOWN;

  public RoutePlanner(Plan plan) {
    this.plan = plan;
  }

  /** Who serves this query, from what polls found. */
  public RouteDecision decide(RouteQuery query, LiveLists lists) {
    ModelName model = query.model();
    if (model == null || query.fallbacksDisabled() || !query.fallbacks().isEmpty()) {
      return course(query, lists).decision();
    }
    if (lists != decidedFrom) {
      forText.clear();
      forEmbeddings.clear();
      decidedFrom = lists;
    }
    Map<ModelName, RouteDecision> known =
        switch (query.operation()) {
          case CHAT, COMPLETION -> forText;
          case EMBEDDING -> forEmbeddings;
        };
    RouteDecision before = known.get(model);
    if (before != null) {
      return before;
    }
    RouteDecision decision = course(query, lists).decision();
    if (plan.knows(model)) {
      known.put(model, decision);
    }
    return decision;
  }

  /** The same decision with all that its explanation needs; worked out anew each time. */
  public Course course(RouteQuery query, LiveLists lists) {
    return Planning.course(plan, lists, query);
  }
}
