package lab.router.board;

import java.time.Duration;
import java.util.Set;
import lab.config.Configuration;
import lab.contract.ModelName;
import lab.router.circuit.CircuitRules;
import org.jspecify.annotations.Nullable;

/**
 * What a configuration says to all parts of a board alike.
 *
 * @param rules of circuits
 * @param mentioned the names that it mentions anywhere
 * @param slowFrom the p95 to first content from which a model is slow, or null for what is usual
 */
record Terms(CircuitRules rules, Set<ModelName> mentioned, @Nullable Duration slowFrom) {
  static Terms of(Configuration configuration) {
    return new Terms(
        new CircuitRules(configuration.choices().special()),
        Mentioned.by(configuration),
        configuration.health().degradedFrom());
  }
}
