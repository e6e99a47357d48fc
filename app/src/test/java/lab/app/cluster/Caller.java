package lab.app.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import lab.app.NodeProcess;

/** A client that reads its answer as it comes, on a thread of its own. */
final class Caller {
  /** Kept for all tests: what they have in common is no state. */
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(30))
          .build();

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final CompletableFuture<HttpResponse<InputStream>> head = new CompletableFuture<>();
  private final CompletableFuture<String> whole = new CompletableFuture<>();
  private final Queue<String> said = new ConcurrentLinkedQueue<>();

  private Caller() {}

  /** Asks a node. */
  static Caller asks(NodeProcess node, String body, String... headers) {
    Caller caller = new Caller();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(node.at("/v1/chat/completions"))
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    Thread unused = Thread.ofVirtual().start(() -> caller.read(request.build()));
    return caller;
  }

  private void read(HttpRequest request) {
    try {
      HttpResponse<InputStream> answer =
          CLIENT.send(request, HttpResponse.BodyHandlers.ofInputStream());
      head.complete(answer);
      InputStream body = answer.body();
      byte[] some = new byte[8_192];
      for (int length = body.read(some); length >= 0; length = body.read(some)) {
        said.add(new String(some, 0, length, UTF_8));
      }
      whole.complete(said());
    } catch (IOException | InterruptedException lost) {
      head.completeExceptionally(lost);
      whole.completeExceptionally(lost);
    }
  }

  private HttpResponse<InputStream> head() throws Exception {
    return head.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  int status() throws Exception {
    return head().statusCode();
  }

  String header(String name) throws Exception {
    return head().headers().firstValue(name).orElse("");
  }

  /** What has come so far. */
  String said() {
    return String.join("", said);
  }

  /** All of it, once it has ended. */
  String whole() throws Exception {
    return whole.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Whether its connection broke before its answer had ended; waits for the one or the other. */
  boolean broke() throws InterruptedException, TimeoutException {
    try {
      String unused = whole.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      return false;
    } catch (ExecutionException lost) {
      return true;
    }
  }

  /** Goes away in the middle of its answer. */
  void leave() throws Exception {
    head().body().close();
  }
}
