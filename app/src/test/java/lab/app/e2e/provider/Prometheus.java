package lab.app.e2e.provider;

import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;

/** The distribution's Prometheus, asking one node once a second. */
final class Prometheus implements AutoCloseable {
  private static final Pattern ADDRESS = Pattern.compile(" address=127\\.0\\.0\\.1:([1-9][0-9]*)");

  private final Process process;
  private final HttpClient client = HttpClient.newHttpClient();
  private final int port;

  private Prometheus(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Where a program of this name is, if this machine has it. */
  static Optional<Path> program(String name) {
    return Stream.of(
            Objects.requireNonNullElse(System.getenv("PATH"), "").split(File.pathSeparator, -1))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Starts it.
   *
   * @param folder an empty one
   * @param rules the folder of the rules
   * @param node the port of the node
   */
  static Prometheus start(Path program, Path folder, Path rules, int node) throws IOException {
    Path config = folder.resolve("prometheus.yml");
    Files.writeString(
        config,
        """
        global: {scrape_interval: 1s, evaluation_interval: 1s}
        rule_files: ["%1$s/recording.yml", "%1$s/alerts.yml"]
        scrape_configs:
          - job_name: lab
            static_configs: [{targets: ["127.0.0.1:%2$d"]}]
        """
            .formatted(rules.toAbsolutePath(), node));
    Path log = folder.resolve("prometheus.log");
    Process process =
        new ProcessBuilder(
                program.toString(),
                "--config.file=" + config,
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:0")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      return new Prometheus(process, await().until(() -> port(log), found -> found > 0));
    } catch (ConditionTimeoutException silent) {
      process.destroy();
      throw new IOException(Files.readString(log), silent);
    }
  }

  private static int port(Path log) throws IOException {
    Matcher address = ADDRESS.matcher(Files.readString(log));
    return address.find() ? Integer.parseInt(address.group(1)) : 0;
  }

  /** The series that a query gives right now; what it does not understand fails. */
  JsonArray ask(String query) throws Exception {
    String asked = URLEncoder.encode(query, StandardCharsets.UTF_8);
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + port + "/api/v1/query?query=" + asked))
            .timeout(Duration.ofSeconds(10))
            .build();
    HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    JsonObject body = new JsonObject(answer.body());
    if (!body.getString("status").equals("success")) {
      throw new IllegalArgumentException(query + ": " + body.getString("error"));
    }
    return body.getJsonObject("data").getJsonArray("result");
  }

  @Override
  public void close() {
    client.close();
    // Nothing of what it has stored is wanted.
    var unused = process.destroyForcibly().onExit().orTimeout(20, TimeUnit.SECONDS).join();
  }
}
