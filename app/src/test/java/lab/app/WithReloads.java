package lab.app;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import lab.testkit.answers.Answers;
import lab.testkit.script.Reply;
import lab.testkit.script.ScriptedProvider;
import lab.testkit.wire.Flavour;
import lab.testkit.wire.Said;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** One node before two providers whose configuration a test changes while it runs. */
abstract class WithReloads {
  @TempDir Path folder = Path.of("");
  final Vertx vertx = Vertx.vertx();
  final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  ScriptedProvider first;
  ScriptedProvider second;
  TestNode node;

  @BeforeEach
  void start() throws Exception {
    first = ScriptedProvider.start(vertx).await(10, SECONDS);
    second = ScriptedProvider.start(vertx).await(10, SECONDS);
    first.otherwise(answer("first"));
    second.otherwise(answer("second"));
    node = TestNode.start(folder, Map.of("providers.yaml", providers("m")));
  }

  @AfterEach
  void close() throws Exception {
    node.close();
    http.close();
    var unused = vertx.close().await(10, SECONDS);
  }

  static Reply answer(String text) {
    return Answers.chat(Flavour.VLLM, "m", Said.words(text));
  }

  /** Each provider with models of its own; those of the second are given. */
  String providers(String... modelsOfSecond) {
    return """
    providers:
      one: {type: vllm, base_url: "%s", status: active, models: [own]}
      two: {type: vllm, base_url: "%s", status: active, models: [%s]}
    health_checks: {enabled: false}
    """
        .formatted(first.address(), second.address(), String.join(", ", modelsOfSecond));
  }

  void write(String file, String text) throws Exception {
    Path unused = Files.writeString(folder.resolve(file), text);
  }

  HttpResponse<String> send(String method, String path, String body) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(node.base() + path))
            .timeout(Duration.ofSeconds(30))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  JsonObject config() throws Exception {
    return new JsonObject(send("GET", "/admin/config", "").body());
  }

  JsonObject reload() throws Exception {
    return new JsonObject(send("POST", "/admin/reload", "").body());
  }

  HttpResponse<String> chat(String model) throws Exception {
    String body =
        "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}".formatted(model);
    return send("POST", "/v1/chat/completions", body);
  }
}
