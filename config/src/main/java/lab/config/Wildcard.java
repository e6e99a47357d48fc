package lab.config;

import java.util.List;
import lab.contract.ModelName;
import lab.contract.SourceRef;

/**
 * A name of a {@code model_list} with a {@code *}: {@code openai/*}. What the star stands for is
 * put in the place of the star of the target's model.
 *
 * @param before what a name begins with
 * @param after what it ends with; mostly empty
 * @param targets who serves it; their {@code backendModel} has a star, or names one model for all
 * @param at where it stands
 */
public record Wildcard(String before, String after, List<ExactMatch.Target> targets, SourceRef at) {
  public Wildcard {
    targets = List.copyOf(targets);
  }

  /** Whether a name is meant. */
  public boolean covers(ModelName name) {
    String value = name.value();
    return value.length() >= before.length() + after.length()
        && value.startsWith(before)
        && value.endsWith(after);
  }
}
