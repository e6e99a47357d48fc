package lab.app;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import lab.router.explain.Explanation;
import org.jspecify.annotations.Nullable;

/** A node that runs somewhere, asked over HTTP. */
final class RunningNode {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final URI base;
  private final @Nullable String key;

  /**
   * @param base where its clients ask, such as {@code http://localhost:4000}
   * @param key the master key, or null where it takes none
   */
  RunningNode(URI base, @Nullable String key) {
    this.base = base;
    this.key = key;
  }

  /** How it would decide now. */
  Explanation explain(AskedRequest asked) {
    String operation = asked.operation().label();
    HttpRequest request;
    try {
      HttpRequest.Builder asking =
          HttpRequest.newBuilder(base.resolve("/admin/route?operation=" + operation))
              .timeout(PATIENCE)
              .header("content-type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(asked.body()));
      asked.headers().forEach(asking::header);
      if (key != null) {
        asking.header("x-api-key", key);
      }
      request = asking.build();
    } catch (IllegalArgumentException wrong) {
      throw new Told(
          2,
          "--url is "
              + base
              + " ("
              + wrong.getMessage()
              + "); it must be like http://localhost:4000");
    }
    try (HttpClient client = client()) {
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new Told(1, base + " answered " + answer.statusCode() + ": " + answer.body());
      }
      return Explanation.read(answer.body());
    } catch (IOException unreachable) {
      throw new Told(1, base + " can not be asked: " + unreachable);
    } catch (IllegalArgumentException other) {
      throw new Told(1, base + " is no node of this gateway: its answer is no explanation");
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new Told(1, "stopped while " + base + " was asked");
    }
  }

  /** HTTP/1.1 only: servers in front of a node may lose a body that comes with an upgrade. */
  private static HttpClient client() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(PATIENCE)
        .build();
  }
}
