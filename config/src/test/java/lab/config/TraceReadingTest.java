package lab.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TraceReadingTest {
  private final Folder folder;

  TraceReadingTest(@TempDir Path directory) {
    folder = new Folder(directory).providers(Folder.ONE_PROVIDER);
  }

  private void tracing(String fields) {
    folder.gateway("server_settings: {tracing: {" + fields + "}}");
  }

  @Test
  void thereAreNoneUnlessAFileSaysSo() {
    assertThat(folder.valid().settings().tracing()).isNull();
  }

  @Test
  void whereTheyGoIsEnough() {
    // Given
    tracing("endpoint: 'http://127.0.0.1:4318'");

    // Then
    assertThat(folder.valid().settings().tracing())
        .isEqualTo(
            new TraceSettings(
                URI.create("http://127.0.0.1:4318/v1/traces"),
                1,
                "lab-gateway",
                Duration.ofSeconds(10)));
  }

  @Test
  void allOfItIsRead() {
    // Given
    tracing(
        "endpoint: 'https://c:4318/otlp/traces', sample_ratio: 0.25, service_name: front,"
            + " timeout: 3s");

    // Then
    assertThat(folder.valid().settings().tracing())
        .isEqualTo(
            new TraceSettings(
                URI.create("https://c:4318/otlp/traces"), 0.25, "front", Duration.ofSeconds(3)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sample_ratio: 1|endpoint is needed",
        "endpoint: 'c:4318'|it must be like http://host:4318/v1/traces",
        "endpoint: 'grpc://c:4317'|it must be like http://host:4318/v1/traces",
        "endpoint: 'http://user:word@c'|without user or password",
        "endpoint: 'http://c', sample_ratio: 1.5|sample_ratio",
        "endpoint: 'http://c', timeout: soon|timeout"
      })
  void whatCanNotBeIsAnError(String fields, String told) {
    // Given
    tracing(fields);

    // Then
    assertThat(folder.errors()).singleElement().asString().contains(told);
  }
}
