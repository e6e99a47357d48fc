package lab.config;

import java.util.List;

/** How one of several candidates is chosen. Each has the names that configurations call it by. */
public enum Strategy {
  /** Smooth weighted round robin. */
  ROUND_ROBIN("weighted_round_robin", "round_robin", "load_balance"),
  /** At random by weight, else by rpm, else by tpm, else equally. */
  SHUFFLE("simple-shuffle", "random"),
  /** Fewest in flight relative to capacity. */
  LEAST_LOADED("least_loaded", "least-busy"),
  /** By a score of latency, success and cost. */
  USAGE_BASED("usage_based", "usage-based-routing-v2", "usage-based-routing"),
  /** Lowest p95 time to first token, or per output token. */
  FASTEST("fastest_response", "least_latency", "latency-based-routing"),
  /** The largest context that fits. */
  MOST_CAPACITY("most_capacity"),
  /** A model for each level of complexity. */
  COMPLEXITY_BASED("complexity_based"),
  /** A model for each need of context. */
  CONTEXT_BASED("context_based"),
  /** The entry whose condition holds. */
  QUALITY_BASED("quality_based"),
  /** Weights moved by what is observed. */
  ADAPTIVE_WEIGHTED("adaptive_weighted"),
  /** The first fit one in the order of the list. */
  IN_ORDER("direct", "priority_based"),
  /** The cheapest fit one. */
  CHEAPEST("cost_optimized", "cost-based-routing"),
  /** The largest fit model. */
  QUALITY_FIRST("quality_first");

  @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable, which the type can not say
  private final List<String> names;

  Strategy(String... names) {
    this.names = List.of(names);
  }

  /** Every name that configurations call it by; the first is the one it is shown by. */
  public List<String> names() {
    return names;
  }
}
