package lab.app;

import static java.net.http.HttpResponse.BodyHandlers.ofString;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import lab.testkit.answers.Answers;
import lab.testkit.script.Reply;
import lab.testkit.script.ScriptedProvider;
import lab.testkit.wire.Said;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process does that can open nothing more. */
class DescriptorsIT {
  /** More than an idle node has open, all its jars among them. */
  private static final int MOST = 400;

  private final Vertx vertx = Vertx.vertx();
  private ScriptedProvider provider;
  private NodeProcess node;

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    provider = done(ScriptedProvider.start(vertx));
    String config =
        Ran.folder(
            folder, Ran.ONE_PROVIDER.replace("http://127.0.0.1:9", provider.address().toString()));
    node = NodeProcess.servePackagedWithin(MOST, Path.of(config));
  }

  @AfterEach
  void stop() throws Exception {
    node.close();
    done(vertx.close());
  }

  private static <T> T done(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private HttpRequest chat() {
    String hello = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";
    return HttpRequest.newBuilder(node.at("/v1/chat/completions"))
        .POST(HttpRequest.BodyPublishers.ofString(hello))
        .build();
  }

  private HttpResponse<String> answer(HttpRequest request) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, ofString());
    } catch (IOException | InterruptedException none) {
      throw new AssertionError(none);
    }
  }

  @Test
  void nobodyRestsBecauseTheNodeHasNoDescriptorLeft() {
    // Given
    provider.otherwise(Reply.silence());

    // When
    HttpResponse<String> refused;
    try (HttpClient many = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      List<CompletableFuture<HttpResponse<String>>> held =
          Stream.generate(() -> many.sendAsync(chat(), ofString())).limit(MOST).toList();
      refused =
          CompletableFuture.anyOf(held.toArray(CompletableFuture[]::new))
              .orTimeout(30, TimeUnit.SECONDS)
              .thenApply(first -> held.stream().filter(CompletableFuture::isDone).findFirst())
              .join()
              .orElseThrow()
              .join();
      many.shutdownNow();
    }

    // Then
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.body()).contains("its descriptors are used up");
    assertThat(refused.headers().firstValue("retry-after")).contains("1");

    // When
    provider.otherwise(Answers.ollamaChat("m", Said.words("Hello to you")));

    // Then
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(answer(chat()).statusCode()).isEqualTo(200));
    HttpRequest state = HttpRequest.newBuilder(node.at("/admin/providers")).build();
    assertThat(answer(state).body()).contains("\"state\":\"active\"").doesNotContain("cooldown");
  }
}
