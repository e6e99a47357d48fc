package lab.config;

import java.util.List;
import java.util.Map;
import lab.contract.ModelName;
import org.jspecify.annotations.Nullable;

/**
 * What {@code model-mappings.yaml} says, before its references are checked.
 *
 * @param capabilities by name, which a client may ask for like a model
 * @param balancing by name, likewise
 * @param strategies what may stand where a strategy is named
 */
record Mappings(
    Map<ModelName, ExactMatch> exact,
    List<PatternRule> patterns,
    Map<ModelName, Chain> chains,
    @Nullable Chain defaultChain,
    DefaultRules defaults,
    Map<String, Capability> capabilities,
    Map<ModelName, Balancing> balancing,
    List<MetadataRule> metadataRules,
    Strategies strategies) {

  /** Whether a name means something here; a LiteLLM entry of that name is then ignored. */
  boolean speaksOf(String name) {
    ModelName model = new ModelName(name);
    return exact.containsKey(model)
        || chains.containsKey(model)
        || capabilities.containsKey(name)
        || balancing.containsKey(model);
  }
}
