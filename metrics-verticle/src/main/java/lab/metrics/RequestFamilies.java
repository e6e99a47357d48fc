package lab.metrics;

import static lab.metrics.Family.counter;
import static lab.metrics.Family.gauge;
import static lab.metrics.Family.seconds;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is told of the requests of clients, of decisions and of the cache. */
final class RequestFamilies {
  static final Family REQUESTS =
      counter(
          "litellm_requests_total",
          "Requests of clients by the model asked for; `status` is `success` or `error`",
          "model",
          "status");
  static final Family CANCELLED =
      counter(
          "litellm_requests_cancelled_total",
          "Requests whose client left, which are neither a success nor an error",
          "model");
  static final Family DURATION =
      seconds(
          "litellm_request_duration_seconds",
          "From a request's head to the end of its answer",
          "model");
  static final Family RESPONSES =
      counter(
          "gateway_responses_total",
          "Requests of clients by operation and HTTP status, 499 where the client left",
          "operation",
          "code");
  static final Family OVERHEAD =
      seconds("gateway_overhead_seconds", "The part of a request that the gateway itself took");
  static final Family LIMITED =
      counter("litellm_rate_limit_exceeded_total", "Requests that were answered with 429", "model");
  static final Family PER_MINUTE =
      gauge(
          "litellm_current_requests_per_minute",
          "requests",
          "Requests that ended within the last 60 s");
  static final Family THROUGHPUT =
      gauge(
          "total_throughput_tokens_per_second",
          "tokens per second",
          "Prompt and completion tokens of providers, mean of the last 60 s");
  static final Family CONNECTIONS =
      gauge("active_connections", "connections", "Open connections of clients");
  static final Family QUEUE =
      gauge(
          "request_queue_size",
          "requests",
          "Requests of clients that are here and at no provider: read, decided on, or waiting");
  static final Family IN_FLIGHT =
      gauge("gateway_requests_in_flight", "requests", "Requests of clients that are under way");

  static final Family DECISIONS =
      counter(
          "router_routing_decisions_total",
          "Routing decisions by the stage that decided",
          "strategy");
  static final Family LEFT =
      counter(
          "router_fallback_triggered_total",
          "Requests that left the provider asked first for another, by the failure",
          "original_provider",
          "reason");
  static final Family CHOSEN =
      counter(
          "router_load_balance_distribution_total",
          "Requests that this provider answered",
          "provider");
  static final Family FALLBACKS =
      counter(
          "litellm_fallback_triggered_total",
          "Requests that left the candidate asked first for another",
          "model");
  static final Family EXHAUSTED =
      counter(
          "litellm_fallback_chain_exhausted_total",
          "Requests that providers were asked for and none answered",
          "model");

  static final Family HITS =
      counter("litellm_cache_hits_total", "Requests that were answered from the cache");
  static final Family MISSES =
      counter("litellm_cache_misses_total", "Requests that were looked up and not found");
  static final Family LOOK_UPS =
      counter(
          "gateway_cache_requests_total",
          "Requests by what became of their look-up: `hit`, `shared`, `miss`, `bypass`",
          "outcome");
  static final Family HIT_RATE =
      gauge(
          "cache_hit_rate",
          "share, 0 to 1",
          "Hits among the look-ups since the start; 0 where there were none");
  static final Family ENTRIES =
      gauge("gateway_cache_entries", "answers", "Answers that the node keeps itself");
  static final Family KEPT_BYTES =
      gauge("gateway_cache_bytes", "bytes", "Bytes of the answers that the node keeps itself");
  static final Family SAVED_TOKENS =
      counter(
              "gateway_cache_saved_tokens_total",
              "Tokens that no provider had to count again, thanks to the cache")
          .in("tokens");
  static final Family CLAIMS =
      counter(
          "gateway_flight_claims_total",
          "Misses that asked who leads in the cluster, by the answer: `led` (this request),"
              + " `followed` (one of another node), `late` (none in time)",
          "outcome");

  static final Family LIMIT_CLAIMS =
      counter(
          "gateway_limit_claims_total",
          "Looks at the account of a limit that what the node held did not spare, by outcome:"
              + " `given`, `refused`, `late` (another node did not answer in time)",
          "outcome");

  static final Family REDIS_FAILURES =
      counter(
          "gateway_cache_redis_failures_total",
          "Look-ups of answers in the Redis that failed or took too long");
  static final Family REDIS_DROPPED =
      counter("gateway_cache_redis_dropped_total", "Answers that the Redis did not take");

  /** Gauges that show counters, and which. */
  static final Map<Family, Family> ALIASES =
      Stream.of(
              Map.entry("router_routing_decisions", DECISIONS),
              Map.entry("router_fallback_triggered", LEFT),
              Map.entry("router_load_balance_distribution", CHOSEN),
              Map.entry("litellm_cache_hits", HITS),
              Map.entry("litellm_cache_misses", MISSES))
          .collect(
              Collectors.toMap(
                  alias -> alias.getValue().alias(alias.getKey()),
                  Map.Entry::getValue,
                  (one, same) -> one,
                  LinkedHashMap::new));

  static final List<Family> ALL =
      List.of(
          REQUESTS,
          CANCELLED,
          DURATION,
          RESPONSES,
          OVERHEAD,
          LIMITED,
          PER_MINUTE,
          THROUGHPUT,
          CONNECTIONS,
          QUEUE,
          IN_FLIGHT,
          DECISIONS,
          LEFT,
          CHOSEN,
          FALLBACKS,
          EXHAUSTED,
          HITS,
          MISSES,
          LOOK_UPS,
          HIT_RATE,
          ENTRIES,
          KEPT_BYTES,
          SAVED_TOKENS,
          REDIS_FAILURES,
          REDIS_DROPPED,
          CLAIMS,
          LIMIT_CLAIMS);

  private RequestFamilies() {}
}
