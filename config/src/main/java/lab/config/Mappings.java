package lab.config;

import java.util.List;
import java.util.Map;
import java.util.Set;
import lab.contract.ModelName;
import org.jspecify.annotations.Nullable;

/**
 * What {@code model-mappings.yaml} says, before its references are checked.
 *
 * @param capabilities names of capabilities, which a client may ask for like a model
 * @param balanced names of balancing entries, likewise
 * @param strategies every name that may stand where a strategy is named
 */
record Mappings(
    Map<ModelName, ExactMatch> exact,
    List<PatternRule> patterns,
    Map<ModelName, Chain> chains,
    @Nullable Chain defaultChain,
    DefaultRules defaults,
    Set<String> capabilities,
    Set<String> balanced,
    Set<String> strategies) {

  /** Whether a name means something here; a LiteLLM entry of that name is then ignored. */
  boolean speaksOf(String name) {
    ModelName model = new ModelName(name);
    return exact.containsKey(model)
        || chains.containsKey(model)
        || capabilities.contains(name)
        || balanced.contains(name);
  }
}
