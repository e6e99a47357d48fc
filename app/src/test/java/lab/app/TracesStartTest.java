package lab.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Traces of a node that is started as operators do; those nobody asked for are not even loaded. */
class TracesStartTest {
  private static final String LIBRARY = "io.opentelemetry.";

  @TempDir private Path folder = Path.of("");

  /** The classes that a node has loaded when it has answered a request. */
  private String loaded(String... environment) throws Exception {
    Files.writeString(folder.resolve("providers.yaml"), Ran.ONE_PROVIDER);
    Path classes = folder.resolve("classes.log");
    List<String> within =
        Stream.concat(
                Stream.of("env", "JAVA_TOOL_OPTIONS=-Xlog:class+load:file=" + classes),
                Stream.of(environment))
            .toList();
    try (NodeProcess node = NodeProcess.begin(within, folder).ready();
        HttpClient client = HttpClient.newHttpClient()) {
      String body = "{\"model\":\"nobodys\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(node.at("/v1/chat/completions"))
                  .POST(HttpRequest.BodyPublishers.ofString(body))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isBetween(200, 599);
      return Files.readString(classes);
    }
  }

  @Test
  void aNodeWithoutTracesLoadsNothingOfThem() throws Exception {
    assertThat(loaded()).contains("lab.app.Node ").doesNotContain(LIBRARY, "lab.app.trace.");
  }

  @ParameterizedTest
  @CsvSource({
    "OTEL_TRACES_SAMPLER=planted,otel.traces.sampler",
    "OTEL_EXPORTER_OTLP_HEADERS=planted,OTEL_EXPORTER_OTLP_HEADERS can not be read",
    "OTEL_EXPORTER_OTLP_PROTOCOL=grpc,it must be http/protobuf here"
  })
  void whatCanNotBeReadIsSaidInOneLine(String wrong, String told) throws Exception {
    // Given
    Files.writeString(folder.resolve("providers.yaml"), Ran.ONE_PROVIDER);
    List<String> within = List.of("env", "OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:9", wrong);

    // When
    try (NodeProcess node = NodeProcess.begin(within, folder)) {
      int status = node.status(Duration.ofSeconds(60));

      // Then
      assertThat(status).isEqualTo(1);
      assertThat(node.said()).anyMatch(line -> line.contains(told));
      assertThat(node.said()).noneMatch(line -> line.startsWith("\tat "));
      assertThat(wrong.contains("HEADERS") && node.said().toString().contains("planted")).isFalse();
    }
  }

  @Test
  void aVariableIsEnoughToHaveThem() throws Exception {
    assertThat(loaded("OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:9"))
        .contains(LIBRARY, "lab.app.trace.Traces ");
  }
}
