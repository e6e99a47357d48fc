package lab.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import lab.config.TraceSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceOptionsTest {
  private static final TraceSettings FILE =
      new TraceSettings(
          URI.create("http://file:4318/v1/traces"), 0.5, "front", Duration.ofSeconds(3));

  @Test
  void nothingIsToldUnlessSomebodySaysWhere() {
    assertThat(TraceOptions.of(null, Map.of("OTEL_SERVICE_NAME", "x", "PATH", "/bin"))).isEmpty();
  }

  @Test
  void theFileSaysWhereHowMuchAndByWhatName() {
    assertThat(TraceOptions.of(FILE, Map.of()))
        .containsEntry("otel.exporter.otlp.traces.endpoint", "http://file:4318/v1/traces")
        .containsEntry("otel.exporter.otlp.protocol", "http/protobuf")
        .containsEntry("otel.exporter.otlp.timeout", "3000")
        .containsEntry("otel.traces.sampler", "parentbased_traceidratio")
        .containsEntry("otel.traces.sampler.arg", "0.5")
        .containsEntry("otel.service.name", "front");
  }

  @ParameterizedTest
  @CsvSource({
    "OTEL_EXPORTER_OTLP_ENDPOINT,http://c:4318",
    "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT,http://c:4318/v1/traces",
    "OTEL_TRACES_EXPORTER,otlp"
  })
  void aVariableIsEnough(String name, String value) {
    assertThat(TraceOptions.of(null, Map.of(name, value)))
        .containsEntry("otel.exporter.otlp.protocol", "http/protobuf");
  }

  @Test
  void variablesComeBeforeTheFile() {
    // When
    Map<String, String> properties =
        TraceOptions.of(
            FILE,
            Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT", "http://c:4318",
                "OTEL_TRACES_SAMPLER_ARG", "0.1",
                "OTEL_SERVICE_NAME", " ",
                "OTEL_BSP_MAX_QUEUE_SIZE", "10"));

    // Then
    assertThat(properties)
        .containsEntry("otel.exporter.otlp.endpoint", "http://c:4318")
        .doesNotContainKey("otel.exporter.otlp.traces.endpoint")
        .containsEntry("otel.traces.sampler.arg", "0.1")
        .containsEntry("otel.service.name", "front")
        .containsEntry("otel.bsp.max.queue.size", "10");
  }

  @ParameterizedTest
  @CsvSource({"OTEL_SDK_DISABLED,true", "OTEL_TRACES_EXPORTER,none"})
  void aVariableMaySwitchThemOff(String name, String value) {
    assertThat(TraceOptions.of(FILE, Map.of(name, value))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "OTEL_TRACES_EXPORTER=zipkin",
        "OTEL_EXPORTER_OTLP_PROTOCOL=grpc",
        "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL=grpc"
      })
  void whatANodeCanNotDoIsRefusedInOneLine(String said) {
    // Given
    String[] variable = said.split("=", -1);

    // Then
    assertThatThrownBy(() -> TraceOptions.of(FILE, Map.of(variable[0], variable[1])))
        .isInstanceOf(Told.class)
        .hasMessageStartingWith(variable[0] + " is " + variable[1] + "; it must be ");
  }
}
