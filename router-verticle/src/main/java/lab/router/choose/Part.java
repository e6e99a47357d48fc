package lab.router.choose;

import java.util.List;
import lab.config.condition.Condition;
import org.jspecify.annotations.Nullable;

/**
 * What a rule says of one whom it names.
 *
 * @param name the name that the rule calls it by: that of a model or a provider
 * @param seat what tells it from the others of the same choice, whatever name the client asks for:
 *     turns are counted by it
 * @param weight from 0, relative to the others of the same choice
 * @param order lower first, whatever the strategy
 * @param parallel requests that it takes at a time as the rule says, or null
 * @param condition when it is meant, or null for always
 * @param tags of it, for requests with tags
 */
public record Part(
    String name,
    String seat,
    double weight,
    int order,
    @Nullable Integer parallel,
    @Nullable Condition condition,
    List<String> tags) {
  public Part {
    tags = List.copyOf(tags);
  }

  /** One of whom the rule says no more than the name. */
  public static Part named(String name) {
    return new Part(name, name, 1, 1, null, null, List.of());
  }
}
