package lab.app.e2e.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a node tells Prometheus of requests whose ends are known. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MetricsTest {
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z0-9_]+)` \\| (\\w+)");

  /** Only of a provider that tells polls of its money, and of a node of a cluster. */
  private static final List<String> NOT_HERE =
      List.of("provider_credits_left", "gateway_flight_claims_total");

  private Lab lab;
  private List<Integer> statuses;

  @BeforeAll
  void ask(@TempDir Path folder) throws Exception {
    lab = WatchedLab.start(folder);
    statuses = WatchedLab.round(lab);
    await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () -> text().contains("litellm_requests_total{model=\"other\",status=\"error\"} 1.0"));
    // Alerts come with a look every five seconds.
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> text().contains("gateway_webhook_deliveries_total{"));
  }

  @AfterAll
  void close() throws Exception {
    lab.close();
  }

  private String text() throws Exception {
    return WatchedLab.scrape(lab.port(), "*/*").body();
  }

  @Test
  void requestsAreCountedAsTheyEnded() throws Exception {
    assertThat(statuses).startsWith(200, 200, 200);
    assertThat(text().lines())
        .contains(
            "litellm_requests_total{model=\"m\",status=\"success\"} 2.0",
            "litellm_requests_total{model=\"pair\",status=\"success\"} 1.0",
            "litellm_requests_total{model=\"hopeless\",status=\"error\"} 1.0",
            "litellm_requests_cancelled_total{model=\"m\"} 0.0",
            "litellm_request_duration_seconds_count{model=\"m\"} 2",
            "gateway_responses_total{code=\"200\",operation=\"chat\"} 3.0",
            "gateway_responses_total{code=\"%d\",operation=\"chat\"} 1.0"
                .formatted(statuses.get(3)),
            "gateway_responses_total{code=\"404\",operation=\"chat\"} 1.0",
            "gateway_overhead_seconds_count 5",
            "litellm_current_requests_per_minute 5.0",
            "litellm_rate_limit_exceeded_total{model=\"pair\"} 0.0",
            "gateway_requests_in_flight 0.0",
            "litellm_in_flight_requests 0.0",
            "request_queue_size 0.0",
            "litellm_proxy_total_requests_metric_total{requested_model=\"m\","
                + "route=\"/v1/chat/completions\",status_code=\"200\"} 2.0");
  }

  @Test
  void attemptsAreCountedWithTheirTokensAndWhatTheyCost() throws Exception {
    assertThat(text().lines())
        .contains(
            "provider_requests_total{provider=\"good\",status=\"success\"} 2.0",
            "provider_requests_total{provider=\"bad\",status=\"error\"} 1.0",
            "provider_requests_total{provider=\"dead\",status=\"error\"} 2.0",
            "provider_errors_total{kind=\"RATE\",provider=\"bad\"} 1.0",
            "provider_errors_total{kind=\"SERVER\",provider=\"dead\"} 2.0",
            "provider_latency_seconds_count{provider=\"good\"} 2",
            "time_to_first_token_seconds_count{provider=\"good\"} 2",
            "time_between_tokens_seconds_count{provider=\"good\"} 2",
            "provider_requests_in_flight{provider=\"good\"} 0.0",
            "tokens_total{kind=\"prompt\",provider=\"good\"} 14.0",
            "tokens_total{kind=\"completion\",provider=\"good\"} 6.0",
            "provider_cost_total{provider=\"good\"} 26.0",
            "litellm_spend_metric_total{model=\"m\",model_id=\"good/m\"} 26.0",
            "litellm_input_tokens_metric_total{model=\"m\",model_id=\"good/m\","
                + "requested_model=\"pair\"} 7.0",
            deployment("litellm_deployment_success_responses", "good", "m", "m", 1),
            deployment("litellm_deployment_success_responses", "good", "m", "pair", 1),
            deployment("litellm_deployment_total_requests", "bad", "limited", "pair", 1),
            deployment("litellm_deployment_total_requests", "dead", "lost", "hopeless", 1));
  }

  private String deployment(String name, String provider, String model, String asked, int count) {
    return "%s_total{api_base=\"%s\",api_provider=\"%s\",litellm_model_name=\"%s\",model_id=\"%s/%s\",requested_model=\"%s\"} %d.0"
        .formatted(
            name, lab.provider(provider).address(), provider, model, provider, model, asked, count);
  }

  @Test
  void decisionsFallbacksAndRestsAreCounted() throws Exception {
    assertThat(text().lines())
        .contains(
            "router_routing_decisions_total{strategy=\"exact\"} 3.0",
            "router_fallback_triggered_total{original_provider=\"bad\",reason=\"RATE\"} 1.0",
            "router_fallback_triggered_total{original_provider=\"dead\",reason=\"SERVER\"} 1.0",
            "router_load_balance_distribution_total{provider=\"good\"} 2.0",
            "litellm_fallback_triggered_total{model=\"pair\"} 1.0",
            "litellm_fallback_chain_exhausted_total{model=\"pair\"} 0.0",
            "litellm_fallback_chain_exhausted_total{model=\"hopeless\"} 1.0",
            "litellm_deployment_successful_fallbacks_total{exception_class=\"RateLimitError\","
                + "exception_status=\"429\",fallback_model=\"m\",requested_model=\"pair\"} 1.0",
            "provider_circuit_opened_total{part=\"model\",provider=\"bad\",reason=\"RATE\"} 1.0",
            "provider_state{provider=\"bad\",state=\"cooldown\"} 1.0",
            "provider_availability{provider=\"bad\"} 0.0",
            "provider_availability{provider=\"good\"} 1.0");
  }

  @Test
  void lookUpsAreCounted() throws Exception {
    assertThat(text().lines())
        .contains(
            "litellm_cache_hits_total 1.0",
            "litellm_cache_misses_total 4.0",
            "gateway_cache_requests_total{outcome=\"hit\"} 1.0",
            "gateway_cache_requests_total{outcome=\"miss\"} 4.0",
            "litellm_cache_hits_metric_total{model=\"m\"} 1.0",
            "litellm_cache_misses_metric_total{model=\"pair\"} 1.0",
            "cache_hit_rate 0.2",
            "gateway_cache_entries 2.0",
            "gateway_cache_saved_tokens_total 10.0");
  }

  @Test
  void namesThatNoCounterCanHaveAreGaugesInThePlainText() throws Exception {
    // When
    HttpResponse<String> plain = WatchedLab.scrape(lab.port(), "text/plain");
    HttpResponse<String> open =
        WatchedLab.scrape(lab.port(), "application/openmetrics-text;version=1.0.0,*/*;q=0.1");

    // Then
    assertThat(plain.headers().firstValue("content-type").orElse(""))
        .startsWith("text/plain; version=0.0.4");
    assertThat(plain.body().lines())
        .contains(
            "# TYPE litellm_cache_hits gauge",
            "litellm_cache_hits 1.0",
            "router_fallback_triggered{original_provider=\"bad\",reason=\"RATE\"} 1.0");
    assertThat(open.headers().firstValue("content-type").orElse(""))
        .startsWith("application/openmetrics-text; version=1.0.0");
    assertThat(open.body())
        .endsWith("# EOF\n")
        .contains("# TYPE litellm_cache_hits counter\n")
        .doesNotContain("\nlitellm_cache_hits 1.0\n");
  }

  @Test
  void aBucketOfOpenMetricsNamesACallThatFellIntoIt() throws Exception {
    // When
    String open = WatchedLab.scrape(lab.port(), "application/openmetrics-text").body();

    // Then
    assertThat(open.lines())
        .filteredOn(line -> line.startsWith("litellm_request_duration_seconds_bucket{model=\"m\""))
        .anyMatch(line -> line.contains(" # {call=\""));
  }

  @Test
  void everyMetricOfTheReferenceIsThere() throws Exception {
    // Given
    List<String> missing = new ArrayList<>();
    String text = text();

    // When
    Matcher rows = ROW.matcher(Files.readString(Path.of("..", "docs", "metrics.md")));
    int found = 0;
    while (rows.find()) {
      found++;
      String sample = rows.group(1) + (rows.group(2).equals("histogram") ? "_bucket" : "");
      boolean there = text.lines().anyMatch(line -> line.matches(sample + "[{ ].*"));
      if (!there && !NOT_HERE.contains(rows.group(1))) {
        missing.add(rows.group(1));
      }
    }

    // Then
    assertThat(found).isGreaterThan(80);
    assertThat(missing).isEmpty();
  }
}
