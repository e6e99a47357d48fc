package lab.router.plan;

import java.util.List;
import lab.config.Chain;
import lab.contract.ModelName;
import lab.contract.Operation;
import lab.contract.ProviderName;
import lab.contract.RefusalReason;
import lab.contract.RouteDecision;
import lab.contract.RouteQuery;
import lab.contract.Stage;
import lab.contract.Why;
import lab.router.live.LiveLists;
import lab.router.plan.Match.Choice;
import lab.router.plan.Naming.Named;
import org.jspecify.annotations.Nullable;

/** One decision in the making: the choice, and what is tried after it. */
final class Planning {
  private final Plan plan;
  private final RouteQuery query;
  private final ModelName asked;
  private final String unnamed;
  private final Matching matching;
  private final Naming naming;
  private final Attempts attempts;

  private Planning(Plan plan, LiveLists lists, RouteQuery query, ModelName asked, String unnamed) {
    boolean sameModelOnly = query.operation() == Operation.EMBEDDING;
    this.plan = plan;
    this.query = query;
    this.asked = asked;
    this.unnamed = unnamed;
    this.matching = new Matching(plan, lists, sameModelOnly);
    this.naming = new Naming(plan, lists, sameModelOnly);
    this.attempts = new Attempts(lists);
  }

  /** Decides. The same arguments give equal decisions. */
  static Course course(Plan plan, LiveLists lists, RouteQuery query) {
    if (query.model() != null) {
      return new Planning(plan, lists, query, query.model(), "").course();
    }
    ModelName model = plan.defaults().model();
    if (model != null) {
      return new Planning(plan, lists, query, model, "default_model -> ").course();
    }
    ProviderName provider = plan.defaults().provider();
    model = provider == null ? null : plan.backend(provider).first(null, lists);
    return model == null
        ? noModel(plan)
        : new Planning(plan, lists, query, model, "default_provider -> ").course();
  }

  private static Course noModel(Plan plan) {
    String rule = "no model asked for, and neither default_model nor default_provider names one";
    Why why = new Why(Stage.DEFAULT, rule, plan.defaultsAt(), List.of());
    return new Course(new RouteDecision.Refuse(RefusalReason.NO_MODEL, null, why), List.of());
  }

  private Course course() {
    Match match = matching.of(asked);
    consider(match, asked, match.stage().label(), null);
    if (match.stage() != Stage.EXACT) {
      // Those who have it but are not in use: not matched, yet worth knowing.
      String listed = Stage.EXACT.label();
      plan.listedBy(asked)
          .forEach(idle -> attempts.consider(idle, naming.ofProvider(idle, asked), listed, null));
    }
    if (!query.fallbacksDisabled()) {
      if (query.operation() == Operation.EMBEDDING) {
        attempts.stayWith(asked);
      }
      query.fallbacks().forEach(model -> consider(model.value(), "client", null));
      considerConfigured(match);
    }
    return attempts.course(match.stage(), unnamed + match.rule(), match.at());
  }

  private void considerConfigured(Match match) {
    Chain chain = plan.chain(asked);
    if (chain == null && match.fallback() == null) {
      ModelName first = attempts.firstModel();
      chain = first == null ? null : plan.chain(first);
    }
    if (chain != null && chain.entries().isEmpty()) {
      return; // Terminal: not even the defaults come after it.
    }
    consider(chain, "chain");
    if (match.fallback() != null) {
      consider(match.fallback(), "fallback", null);
    }
    if (match.stage() == Stage.DEFAULT || (chain == null && match.fallback() == null)) {
      consider(plan.defaultChain(), "default chain");
      if (plan.defaults().fallback() != null) {
        consider(plan.defaults().fallback(), "default fallback", null);
      }
    }
  }

  private void consider(@Nullable Chain chain, String source) {
    if (chain != null) {
      chain.entries().forEach(entry -> consider(entry, source, chain.tier()));
    }
  }

  /** An entry of a chain or a fallback: a model's name, or a provider's. */
  private void consider(String entry, String source, @Nullable String tier) {
    ModelName name = new ModelName(entry);
    Backend backend = plan.knows(name) ? null : plan.backendNamed(entry);
    if (backend == null) {
      consider(matching.of(name), name, source, tier);
    } else {
      attempts.consider(backend, naming.ofProvider(backend, asked), source, tier);
    }
  }

  private void consider(Match match, ModelName name, String source, @Nullable String tier) {
    for (Choice choice : match.choices()) {
      Named named = naming.chosen(match, choice, name);
      attempts.consider(choice.backend(), named, source, tier);
    }
  }
}
