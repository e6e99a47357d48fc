package lab.metrics;

import static lab.metrics.Family.counter;
import static lab.metrics.Family.gauge;
import static lab.metrics.Family.seconds;

import java.util.List;

/** What is told of the providers and of the attempts at them. */
final class ProviderFamilies {
  static final Family REQUESTS =
      counter(
          "provider_requests_total",
          "Attempts at a provider; `status` is `success` or `error`",
          "provider",
          "status");
  static final Family CANCELLED =
      counter(
          "provider_requests_cancelled_total",
          "Attempts that were given up because the client left, or had no room",
          "provider");
  static final Family ERRORS =
      counter(
          "provider_errors_total",
          "Attempts at a provider that failed, by the kind of failure",
          "provider",
          "kind");
  static final Family LATENCY =
      seconds(
          "provider_latency_seconds", "From the start of a good attempt to its end", "provider");
  static final Family LATENCY_QUANTILE =
      gauge(
          "provider_latency_quantile_seconds",
          "seconds",
          "Quantiles of the last 512 good attempts; for sums over nodes use the histogram",
          "provider",
          "quantile");
  static final Family FIRST_TOKEN =
      seconds(
          "time_to_first_token_seconds",
          "From the start of an attempt to its first content",
          "provider");
  static final Family BETWEEN_TOKENS =
      seconds(
          "time_between_tokens_seconds",
          "Mean time between the tokens of a good stream",
          "provider");
  static final Family TOKENS =
      counter(
              "tokens_total",
              "Tokens as the provider counted them; `kind` is `prompt` or `completion`",
              "provider",
              "kind")
          .in("tokens");
  static final Family COST =
      counter(
              "provider_cost_total",
              "What tokens cost by the prices of the configuration; nothing where it has none",
              "provider")
          .in("the currency of the prices");
  static final Family STATE =
      gauge(
          "provider_state",
          "0 or 1",
          "1 for the state that the provider is in, 0 for the others",
          "provider",
          "state");
  static final Family AVAILABILITY =
      gauge(
          "provider_availability",
          "0 or 1",
          "1 where the provider gets requests, 0 where it is out of use",
          "provider");
  static final Family IN_FLIGHT =
      gauge(
          "provider_requests_in_flight",
          "attempts",
          "Attempts of this node at the provider that are under way",
          "provider");
  static final Family CREDITS =
      gauge(
          "provider_credits_left",
          "US dollars",
          "Money left at the last poll; only of providers that tell",
          "provider");
  static final Family CIRCUITS =
      counter(
          "provider_circuit_opened_total",
          "Rests that this node began: a model, the key or the server of a provider failed",
          "provider",
          "part",
          "reason");

  static final List<Family> ALL =
      List.of(
          REQUESTS,
          CANCELLED,
          ERRORS,
          LATENCY,
          LATENCY_QUANTILE,
          FIRST_TOKEN,
          BETWEEN_TOKENS,
          TOKENS,
          COST,
          STATE,
          AVAILABILITY,
          IN_FLIGHT,
          CREDITS,
          CIRCUITS);

  private ProviderFamilies() {}
}
