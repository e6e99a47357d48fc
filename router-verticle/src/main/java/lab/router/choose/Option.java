package lab.router.choose;

import lab.contract.Candidate;
import lab.contract.ModelName;
import lab.contract.ProviderName;
import org.jspecify.annotations.Nullable;

/**
 * One who may serve, with what choosing asks of it that does not change with the moment.
 *
 * @param candidate who, and under which name it is asked
 * @param known the name under which the configuration speaks of the model: that of its chain
 * @param nature what is known of the provider's model
 * @param part what the rule says of it that brought it in
 * @param tier the word of its chain, or null
 * @param never why it may not be asked at all, or null where it may
 */
public record Option(
    Candidate candidate,
    ModelName known,
    Nature nature,
    Part part,
    @Nullable String tier,
    @Nullable String never) {

  /** Who. */
  public ProviderName provider() {
    return candidate.provider();
  }

  /** The name that is sent. */
  public ModelName model() {
    return candidate.model();
  }
}
