package lab.metrics;

import static lab.metrics.Told.attempt;
import static lab.metrics.Told.call;
import static lab.metrics.Told.undecided;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.Stream;
import lab.contract.AttemptOutcome;
import lab.contract.AttemptOutcome.Ending;
import lab.contract.CallFinished;
import lab.contract.FailureKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CallMetersTest {
  private final Meters meters = new Meters(Told.configuration(), "1.2.3");
  private final CallMeters calls = meters.calls();

  @AfterEach
  void close() {
    meters.close();
  }

  @Test
  void attemptsAreCountedByProviderAndEnding() {
    // When
    calls.note(attempt("vllm", new Ending.Succeeded()));
    calls.note(attempt("vllm", new Ending.Succeeded()));
    calls.note(attempt("vllm", new Ending.Failed(FailureKind.RATE, null)));
    calls.note(attempt("vllm", new Ending.Abandoned()));

    // Then
    assertThat(lines("provider_requests_total{provider=\"vllm\""))
        .containsExactly(
            "provider_requests_total{provider=\"vllm\",status=\"error\"} 1.0",
            "provider_requests_total{provider=\"vllm\",status=\"success\"} 2.0");
    assertThat(lines("provider_requests_cancelled_total{provider=\"vllm\""))
        .containsExactly("provider_requests_cancelled_total{provider=\"vllm\"} 1.0");
    assertThat(lines("provider_errors_total{kind=\"RATE\""))
        .contains("provider_errors_total{kind=\"RATE\",provider=\"vllm\"} 1.0");
  }

  @Test
  void onlyGoodAttemptsCountForAProvidersLatency() {
    // When
    calls.note(attempt("vllm", new Ending.Succeeded()));
    calls.note(attempt("vllm", new Ending.Failed(FailureKind.TIMEOUT, null)));

    // Then
    assertThat(lines("provider_latency_seconds"))
        .contains(
            "provider_latency_seconds_count{provider=\"vllm\"} 1",
            "provider_latency_seconds_sum{provider=\"vllm\"} 0.2",
            "provider_latency_seconds_bucket{provider=\"vllm\",le=\"0.1\"} 0",
            "provider_latency_seconds_bucket{provider=\"vllm\",le=\"0.25\"} 1",
            "provider_latency_seconds_bucket{provider=\"vllm\",le=\"+Inf\"} 1");
  }

  @Test
  void tokensAndTheFirstOfThemAreCountedByProvider() {
    // When
    calls.note(attempt("ollama", new Ending.Succeeded()));
    calls.note(attempt("ollama", new Ending.Succeeded()));

    // Then
    assertThat(lines("tokens_total", "time_to_first_token_seconds_count"))
        .contains(
            "tokens_total{kind=\"prompt\",provider=\"ollama\"} 14.0",
            "tokens_total{kind=\"completion\",provider=\"ollama\"} 6.0",
            "time_to_first_token_seconds_count{provider=\"ollama\"} 2");
  }

  @Test
  void requestsAreCountedByTheNameAskedForAndHowTheyEnded() {
    // When
    calls.note(call("alias", "exact", 200, null));
    calls.note(call("llama", "exact", 200, null));
    calls.note(call("llama", "exact", 200, FailureKind.SERVER));
    calls.note(call("llama", "exact", 503, FailureKind.OVERLOAD));
    calls.note(call("llama", "exact", 499, FailureKind.CANCELLED));

    // Then
    assertThat(lines("litellm_requests", "litellm_request_duration_seconds_count"))
        .contains(
            "litellm_requests_total{model=\"alias\",status=\"success\"} 1.0",
            "litellm_requests_total{model=\"llama\",status=\"success\"} 1.0",
            "litellm_requests_total{model=\"llama\",status=\"error\"} 2.0",
            "litellm_requests_cancelled_total{model=\"llama\"} 1.0",
            "litellm_request_duration_seconds_count{model=\"llama\"} 4");
  }

  @Test
  void decisionsAreCountedByStage() {
    // When
    calls.note(call("llama", "exact", 200, null));
    calls.note(call("llama", "chain", 200, null));
    calls.note(undecided(400));

    // Then
    assertThat(lines("router_routing_decisions"))
        .contains(
            "router_routing_decisions_total{strategy=\"exact\"} 2.0",
            "router_routing_decisions_total{strategy=\"pattern\"} 0.0",
            "router_routing_decisions{strategy=\"exact\"} 2.0");
  }

  @Test
  void whatClientsInventDoesNotMakeNewSeries() {
    // Given: the first of its kind makes the series of all others
    calls.note(call("invented", "exact", 404, FailureKind.NOT_FOUND));
    calls.note(attempt("invented", new Ending.Succeeded()));
    long before = series();

    // When
    for (int i = 1; i < 10_000; i++) {
      calls.note(call("invented-" + i, "exact", 404, FailureKind.NOT_FOUND));
      calls.note(attempt("invented-" + i, new Ending.Succeeded()));
    }

    // Then
    assertThat(series()).isEqualTo(before);
    assertThat(lines("litellm_requests_total{model=\"other\""))
        .contains("litellm_requests_total{model=\"other\",status=\"error\"} 10000.0");
    assertThat(lines("provider_requests_total{provider=\"other\""))
        .contains("provider_requests_total{provider=\"other\",status=\"success\"} 10000.0");
  }

  @Test
  void buildJvmAndBusAreToldToo() {
    // When
    meters.countOnBus(() -> 5, () -> 6);
    meters.countLostLogLines(() -> 7);

    // Then
    assertThat(lines("gateway_", "jvm_memory_used_bytes", "jvm_threads_live", "process_files_open"))
        .contains(
            "gateway_build_info{version=\"1.2.3\"} 1",
            "gateway_bus_off_loop_asks_total 5.0",
            "gateway_bus_unreadable_messages_total 6.0",
            "gateway_log_lines_dropped_total 7.0")
        .anyMatch(line -> line.startsWith("jvm_memory_used_bytes{"))
        .anyMatch(line -> line.startsWith("jvm_threads_live_threads "))
        .anyMatch(line -> line.startsWith("process_files_open_files "));
  }

  @Test
  void aRequestIsCountedWithoutGarbage() {
    // Given
    int many = 10_000;
    CallFinished call = call("llama", "exact", 200, null);
    AttemptOutcome attempt = attempt("vllm", new Ending.Succeeded());
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    note(many, call, attempt);
    long before = threads.getCurrentThreadAllocatedBytes();

    // When
    note(many, call, attempt);

    // Then
    assertThat((threads.getCurrentThreadAllocatedBytes() - before) / many).isLessThan(64);
  }

  private void note(int times, CallFinished call, AttemptOutcome attempt) {
    for (int i = 0; i < times; i++) {
      calls.note(attempt);
      calls.note(call);
    }
  }

  private long series() {
    return Told.text(meters)
        .lines()
        .filter(line -> !line.startsWith("#") && !line.startsWith("jvm_"))
        .count();
  }

  private List<String> lines(String... prefixes) {
    return Told.text(meters)
        .lines()
        .filter(line -> Stream.of(prefixes).anyMatch(line::startsWith))
        .toList();
  }
}
