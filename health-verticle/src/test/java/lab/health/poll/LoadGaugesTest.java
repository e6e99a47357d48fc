package lab.health.poll;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import lab.contract.ProbeReport.Busy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The text that servers show to Prometheus, and what is read out of it. */
class LoadGaugesTest {

  private static Map<String, Double> values(String text) {
    Map<String, Double> values = new LinkedHashMap<>();
    GaugeReader.read(text.getBytes(StandardCharsets.UTF_8), values::put);
    return values;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void namesAndValuesAreReadWhateverTheLabelsHold() {
    // Given
    String text =
        """
        # HELP plain of a gauge
        # TYPE plain gauge
        plain 1
        labelled{model_name="a } b",path="c:\\\\ \\"quoted\\" {"} 2.5e1 1700000000000
        \tspaced  \t 3\r
        """;

    // When
    Map<String, Double> values = values(text);

    // Then
    assertThat(values).containsExactly(Map.entry("plain", 1.0), Map.entry("labelled", 25.0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n\n",
        "name",
        "name ",
        "name{",
        "name{a=\"b",
        "name{a=\"b\\",
        "{} 1",
        " 1",
        "name one",
        "name NaN",
        "name +Inf",
        "<html> <body>",
        "# only a comment"
      })
  void aLineThatCanNotBeReadIsPassedOver(String line) {
    assertThat(values(line)).isEmpty();
    assertThat(values(line + "\nafter 7\n")).containsEntry("after", 7.0).hasSize(1);
  }

  @Test
  void aWordThatNeverEndsIsNone() {
    assertThat(values("x".repeat(100_000) + " 1\nok " + "1".repeat(100_000) + "\nafter 7"))
        .containsOnlyKeys("after");
  }

  @Test
  void enginesAreAddedUpAndTheFullestCacheCounts() {
    // Given
    String text =
        """
        vllm:num_requests_running{engine="0",model_name="m"} 3.0
        vllm:num_requests_running{engine="1",model_name="m"} 4.0
        vllm:num_requests_waiting{engine="0",model_name="m"} 0.0
        vllm:num_requests_waiting{engine="1",model_name="m"} 2.0
        vllm:num_requests_waiting_by_reason{engine="1",reason="capacity"} 2.0
        vllm:kv_cache_usage_perc{engine="0"} 0.25
        vllm:kv_cache_usage_perc{engine="1"} 0.75
        vllm:time_to_first_token_seconds_bucket{le="0.1"} 99
        """;

    // Then
    assertThat(LoadGauges.read(bytes(text))).contains(new Busy(7, 2, 0.75));
  }

  @Test
  void anEarlierVersionCallsItsCacheAfterTheGpu() {
    String text = "vllm:num_requests_running 1\nvllm:gpu_cache_usage_perc 0.5\n";

    assertThat(LoadGauges.read(bytes(text))).contains(new Busy(1, 0, 0.5));
  }

  @Test
  void numbersThatNoServerHasAreBounded() {
    String text = "vllm:num_requests_running 1e300\nvllm:num_requests_waiting -5\n";

    assertThat(LoadGauges.read(bytes(text))).contains(new Busy(1_000_000, 0, null));
  }

  @Test
  void otherGaugesTellNoLoad() {
    assertThat(LoadGauges.read(bytes("process_cpu_seconds_total 7\n"))).isEmpty();
  }
}
