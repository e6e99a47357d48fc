package lab.metrics;

import static lab.metrics.Family.counter;
import static lab.metrics.Family.gauge;
import static lab.metrics.Family.seconds;

import java.util.List;
import java.util.stream.Stream;

/**
 * LiteLLM's own names, so that its dashboards go on. A deployment is a model of a provider, {@code
 * model_id} is {@code provider/model}, {@code api_provider} the provider's name.
 */
final class LiteLlmFamilies {
  private static final String[] DEPLOYMENT = {
    "litellm_model_name", "model_id", "api_base", "api_provider"
  };
  private static final String[] MODELS = {"requested_model", "model", "model_id"};

  static final Family PROXY_TOTAL =
      counter(
          "litellm_proxy_total_requests_metric_total",
          "Requests of clients by status",
          "requested_model",
          "status_code",
          "route");
  static final Family PROXY_FAILED =
      counter(
          "litellm_proxy_failed_requests_metric_total",
          "Requests of clients that failed",
          "requested_model",
          "exception_status",
          "exception_class",
          "route");
  static final Family TOTAL_LATENCY =
      seconds(
          "litellm_request_total_latency_metric",
          "From a request's head to the end of a good answer of a provider",
          MODELS);
  static final Family API_LATENCY =
      seconds("litellm_llm_api_latency_metric", "Duration of good attempts", MODELS);
  static final Family API_FIRST_TOKEN =
      seconds(
          "litellm_llm_api_time_to_first_token_metric",
          "From the start of an attempt at a stream to its first content",
          MODELS);
  static final Family OVERHEAD =
      seconds(
          "litellm_overhead_latency_metric",
          "The part of a request that the gateway itself took, where a provider answered",
          "api_provider",
          "api_base");
  static final Family REQUESTS =
      counter("litellm_requests_metric_total", "Good attempts", "model", "model_id");
  static final Family SPEND =
      counter(
              "litellm_spend_metric_total",
              "What tokens cost by the prices of the configuration",
              "model",
              "model_id")
          .in("the currency of the prices");
  static final Family TOTAL_TOKENS =
      counter("litellm_total_tokens_metric_total", "Prompt and completion tokens", MODELS)
          .in("tokens");
  static final Family INPUT_TOKENS =
      counter("litellm_input_tokens_metric_total", "Prompt tokens", MODELS).in("tokens");
  static final Family OUTPUT_TOKENS =
      counter("litellm_output_tokens_metric_total", "Completion tokens", MODELS).in("tokens");
  static final Family CACHE_HITS =
      counter("litellm_cache_hits_metric_total", "Requests answered from the cache", "model");
  static final Family CACHE_MISSES =
      counter("litellm_cache_misses_metric_total", "Requests looked up and not found", "model");
  static final Family IN_FLIGHT =
      gauge("litellm_in_flight_requests", "requests", "Requests of clients that are under way");

  static final Family STATE =
      gauge(
          "litellm_deployment_state",
          "0 to 2",
          "0 in use, 1 degraded or recovering, 2 out of use",
          DEPLOYMENT);
  static final Family COOLED =
      counter(
          "litellm_deployment_cooled_down_total",
          "Rests that this node began",
          with("exception_status"));
  static final Family ATTEMPTS =
      counter("litellm_deployment_total_requests_total", "Attempts", with("requested_model"));
  static final Family GOOD =
      counter(
          "litellm_deployment_success_responses_total", "Good attempts", with("requested_model"));
  static final Family FAILED =
      counter(
          "litellm_deployment_failure_responses_total",
          "Attempts that failed",
          with("requested_model", "exception_status", "exception_class"));
  static final Family PER_TOKEN =
      seconds(
          "litellm_deployment_latency_per_output_token",
          "Duration of a good attempt by its completion tokens",
          DEPLOYMENT);
  static final Family FALLEN_WELL =
      counter(
          "litellm_deployment_successful_fallbacks_total",
          "Requests that another candidate answered, by the failure of the first",
          "requested_model",
          "fallback_model",
          "exception_status",
          "exception_class");
  static final Family FALLEN_BADLY =
      counter(
          "litellm_deployment_failed_fallbacks_total",
          "Requests that no other candidate answered either",
          "requested_model",
          "fallback_model",
          "exception_status",
          "exception_class");

  static final Family RELOADS_FAILED =
      counter(
          "litellm_config_reload_failures_total",
          "Changes of the configuration's files that were refused while the node ran");
  static final Family INVALID =
      counter("litellm_invalid_model_configs_total", "Errors that were found in those changes");

  static final List<Family> ALL =
      List.of(
          PROXY_TOTAL,
          PROXY_FAILED,
          TOTAL_LATENCY,
          API_LATENCY,
          API_FIRST_TOKEN,
          OVERHEAD,
          REQUESTS,
          SPEND,
          TOTAL_TOKENS,
          INPUT_TOKENS,
          OUTPUT_TOKENS,
          CACHE_HITS,
          CACHE_MISSES,
          IN_FLIGHT,
          STATE,
          COOLED,
          ATTEMPTS,
          GOOD,
          FAILED,
          PER_TOKEN,
          FALLEN_WELL,
          FALLEN_BADLY,
          RELOADS_FAILED,
          INVALID);

  private LiteLlmFamilies() {}

  private static String[] with(String... further) {
    return Stream.concat(Stream.of(DEPLOYMENT), Stream.of(further)).toArray(String[]::new);
  }
}
