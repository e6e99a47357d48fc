package lab.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import lab.config.condition.Condition;
import lab.contract.ModelName;
import org.jspecify.annotations.Nullable;

/**
 * What chooses among several, and what comes after particular failures.
 *
 * @param capabilities by name, in file order
 * @param balancing {@code load_balancing} by name, in file order
 * @param metadataRules {@code request_metadata_routing}, in file order
 * @param special the special cases
 * @param exact {@code routing_strategy}: how one of several providers of an exact name is chosen
 * @param preCallChecks {@code enable_pre_call_checks}: whether context size, health and saturation
 *     leave a candidate out beforehand
 * @param tags whether and how {@code tags} choose
 * @param onTooLong {@code context_window_fallbacks} by model
 * @param onFiltered {@code content_policy_fallbacks} by model
 * @param wildcards names of a {@code model_list} that end in {@code *}, in file order
 * @param aliases {@code model_group_alias} by name, in file order
 * @param retries second tries, by the kind of failure
 * @param maxFallbacks {@code max_fallbacks}: the most that are tried after the choice, or null for
 *     all
 */
public record Choices(
    Map<String, Capability> capabilities,
    Map<ModelName, Balancing> balancing,
    List<MetadataRule> metadataRules,
    SpecialCases special,
    Choosing exact,
    boolean preCallChecks,
    TagMatching tags,
    Map<ModelName, Chain> onTooLong,
    Map<ModelName, Chain> onFiltered,
    List<Wildcard> wildcards,
    Map<ModelName, Alias> aliases,
    RetryPolicies retries,
    @Nullable Integer maxFallbacks) {
  private static final Set<String> HEADERS_OF_FACTS =
      Set.of("x-batch", "x-quality-tier", "x-capability");
  private static final Set<String> METADATA_OF_FACTS = Set.of("batch", "quality_tier");

  /** What holds where no file says anything. */
  public static final Choices NONE =
      new Choices(
          Map.of(),
          Map.of(),
          List.of(),
          SpecialCases.DEFAULT,
          Choosing.DEFAULT,
          true,
          TagMatching.OFF,
          Map.of(),
          Map.of(),
          List.of(),
          Map.of(),
          RetryPolicies.NONE,
          null);

  public Choices {
    // Ordered copies: file order is meaning.
    capabilities = Collections.unmodifiableMap(new LinkedHashMap<>(capabilities));
    balancing = Collections.unmodifiableMap(new LinkedHashMap<>(balancing));
    metadataRules = List.copyOf(metadataRules);
    onTooLong = Map.copyOf(onTooLong);
    onFiltered = Map.copyOf(onFiltered);
    wildcards = List.copyOf(wildcards);
    aliases = Collections.unmodifiableMap(new LinkedHashMap<>(aliases));
  }

  /** Every header, in lower case, that some rule or fact reads. Worked out at each call. */
  public Set<String> headersRead() {
    return read(Condition::headers, HEADERS_OF_FACTS);
  }

  /** Every key of a body's metadata likewise. */
  public Set<String> metadataRead() {
    return read(Condition::metadata, METADATA_OF_FACTS);
  }

  private Set<String> read(Function<Condition, Set<String>> what, Set<String> always) {
    Set<String> all = new TreeSet<>(always);
    conditions().forEach(condition -> all.addAll(what.apply(condition)));
    return all;
  }

  private Stream<Condition> conditions() {
    Stream<Condition> ofShares =
        balancing.values().stream()
            .flatMap(entry -> entry.shares().stream())
            .flatMap(share -> Stream.ofNullable(share.condition()));
    return Stream.concat(ofShares, metadataRules.stream().map(MetadataRule::condition));
  }

  /** {@code enable_tag_filtering} and {@code tag_filtering_match_any}. */
  public enum TagMatching {
    /** Tags choose nothing. */
    OFF,
    /** One tag in common is enough. */
    ANY,
    /** Every tag of the request must be there. */
    ALL
  }
}
