package lab.router.plan;

import java.util.List;
import lab.config.Balancing;
import lab.config.Capability;
import lab.config.Choosing;
import lab.config.Strategy;
import lab.contract.ModelName;
import lab.contract.SourceRef;
import lab.contract.Stage;
import lab.router.choose.Part;
import org.jspecify.annotations.Nullable;

/**
 * What a stage found for a name.
 *
 * @param stage the stage
 * @param rule the rule, as the configuration writes it
 * @param at where the rule stands
 * @param choices who may serve it, in order; empty where no rule matches at all
 * @param choosing how one of them is chosen
 * @param key the rule, for what is counted from one request to the next
 * @param fallback the rule's own fallback, a provider or a model name, or null
 * @param capability the capability that it is, or null
 * @param balancing the balancing entry that chooses, or null
 */
record Match(
    Stage stage,
    String rule,
    SourceRef at,
    List<Choice> choices,
    Choosing choosing,
    String key,
    @Nullable String fallback,
    @Nullable Capability capability,
    @Nullable Balancing balancing) {
  /** How one is chosen where there is but one, or the list is the order. */
  static final Choosing LISTED =
      new Choosing(
          Strategy.IN_ORDER, "list order", List.of(), Choosing.Score.DEFAULT, SourceRef.BUILT_IN);

  Match {
    choices = List.copyOf(choices);
  }

  /** A match of neither a capability nor a balancing entry. */
  Match(
      Stage stage,
      String rule,
      SourceRef at,
      List<Choice> choices,
      Choosing choosing,
      String key,
      @Nullable String fallback) {
    this(stage, rule, at, choices, choosing, key, fallback, null, null);
  }

  /**
   * One of those who may serve it.
   *
   * @param backend who
   * @param asked the name under which it is considered
   * @param given the model that the rule says it is asked for, or null where it does not say
   * @param named how the model is found where the rule does not say it
   * @param part what the rule says of it
   */
  record Choice(Backend backend, ModelName asked, @Nullable ModelName given, By named, Part part) {}

  /** How a provider came into a choice, which decides the model that it is asked for. */
  enum By {
    /** Under the name that is asked for. */
    MODEL,
    /** Likewise, but what it happens to have loaded is no answer. */
    MODEL_ALONE,
    /** Under a name of its own. */
    PROVIDER
  }
}
