package lab.config;

import java.util.List;
import lab.contract.SourceRef;
import org.jspecify.annotations.Nullable;

/**
 * A fallback chain.
 *
 * @param entries model or provider names, in order; empty is terminal: nothing comes after the
 *     choice itself
 * @param tier a word for explanations, or null
 * @param at where it stands
 */
public record Chain(List<String> entries, @Nullable String tier, SourceRef at) {
  public Chain {
    entries = List.copyOf(entries);
  }
}
