package lab.config;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lab.contract.ModelName;
import org.jspecify.annotations.Nullable;

/**
 * A key that a client may call with, and what it may ask for.
 *
 * @param alias its name, in the log and wherever it is shown
 * @param hash what is known of the key itself
 * @param models names that may be asked for, {@code *} for any run of characters; empty for any
 * @param capabilities that may be asked for; empty for any that {@code models} leaves
 * @param limits how much it may ask for
 * @param metadata for people and programs that keep keys; means nothing to a node
 * @param tags of its calls
 * @param disabled whether it is refused
 * @param expires from when on it is refused, or null
 */
public record ClientKey(
    String alias,
    KeyHash hash,
    List<String> models,
    List<String> capabilities,
    Limits limits,
    Map<String, Object> metadata,
    List<String> tags,
    boolean disabled,
    @Nullable Instant expires) {

  public ClientKey {
    models = List.copyOf(models);
    capabilities = List.copyOf(capabilities);
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    tags = List.copyOf(tags);
  }

  /** Whether it is good for a call at this time. */
  public boolean isValid(Instant now) {
    return !disabled && (expires == null || now.isBefore(expires));
  }

  /**
   * Whether a request may be made with it. What its request is led to by the files, such as a
   * fallback, is not asked about: those who run the node have written that.
   *
   * @param model the name that is asked for, or null where none is
   * @param capability likewise
   */
  public boolean mayAsk(@Nullable ModelName model, @Nullable String capability) {
    if (capability != null && !mayAskFor(capability)) {
      return false;
    }
    return model == null ? capability != null || models.isEmpty() : mayAsk(model);
  }

  private boolean mayAskFor(String capability) {
    return capabilities.isEmpty() ? models.isEmpty() : capabilities.contains(capability);
  }

  /** Whether a name may be asked for. */
  public boolean mayAsk(ModelName model) {
    // The name of a capability can be asked for as a model's.
    return models.isEmpty()
        || capabilities.contains(model.value())
        || models.stream().anyMatch(pattern -> Glob.matches(pattern, model.value()));
  }

  /**
   * How much a key may ask for; null where there is no limit.
   *
   * @param rpm requests per minute, at least 1
   * @param tpm tokens per minute, at least 1
   * @param maxParallelRequests under way at a time, at least 1
   * @param budgetPerDay US dollars per day
   * @param budgetPerMonth US dollars per month
   * @param priority whose requests may wait where not all may, 0 to 9; the higher
   */
  public record Limits(
      @Nullable Integer rpm,
      @Nullable Integer tpm,
      @Nullable Integer maxParallelRequests,
      @Nullable Double budgetPerDay,
      @Nullable Double budgetPerMonth,
      int priority) {
    /** Of a key of which nothing is said. */
    public static final int USUAL_PRIORITY = 5;

    /** The most that there is. */
    public static final int HIGHEST_PRIORITY = 9;

    /** Whether it may spend only so much. */
    public boolean hasBudget() {
      return budgetPerDay != null || budgetPerMonth != null;
    }

    /** Whether anything is limited. */
    public boolean limits() {
      return rpm != null || tpm != null || maxParallelRequests != null || hasBudget();
    }

    /** No limit at all. */
    public static final Limits NONE = new Limits(null, null, null, null, null, USUAL_PRIORITY);
  }
}
