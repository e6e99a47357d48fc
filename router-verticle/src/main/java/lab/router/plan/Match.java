package lab.router.plan;

import java.util.List;
import lab.contract.ModelName;
import lab.contract.SourceRef;
import lab.contract.Stage;
import org.jspecify.annotations.Nullable;

/**
 * What a stage found for a name.
 *
 * @param stage the stage
 * @param rule the rule, as the configuration writes it
 * @param at where the rule stands
 * @param choices who may serve it, in order; empty where no rule matches at all
 * @param fallback the rule's own fallback, a provider or a model name, or null
 */
record Match(
    Stage stage, String rule, SourceRef at, List<Choice> choices, @Nullable String fallback) {
  Match {
    choices = List.copyOf(choices);
  }

  /**
   * One of those who may serve it.
   *
   * @param backend who
   * @param given the model that the rule says it is asked for, or null where it does not say
   */
  record Choice(Backend backend, @Nullable ModelName given) {}
}
