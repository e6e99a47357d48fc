package lab.app;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ConnectException;
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
    // A file of secrets often ends with a line break, and an empty variable is none.
    this.key = key == null || key.isBlank() ? null : key.strip();
  }

  /** How it would decide now. */
  Explanation explain(AskedRequest asked) {
    HttpRequest.Builder asking =
        asking("/admin/route?operation=" + asked.operation().label())
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(asked.body()));
    asked.headers().forEach((name, value) -> with(asking, name, value));
    sign(asking, "x-api-key", "");
    HttpResponse<String> answer = ask(asking.build());
    if (answer.statusCode() != 200) {
      throw new Told(1, base + " answered " + answer.statusCode() + ": " + answer.body());
    }
    try {
      return Explanation.read(answer.body());
    } catch (IllegalArgumentException other) {
      throw new Told(1, base + " is no node of this gateway: its answer is no explanation");
    }
  }

  /** Has it read its files again; gives its answer. */
  JsonObject reload() {
    HttpRequest.Builder asking = asking("/admin/reload").POST(HttpRequest.BodyPublishers.noBody());
    sign(asking, "authorization", "Bearer ");
    HttpResponse<String> answer = ask(asking.build());
    try {
      JsonObject json = new JsonObject(answer.body());
      if (json.containsKey("status")) {
        return json;
      }
    } catch (DecodeException other) {
      // Told below: whatever it is, it is no answer of a node.
    }
    throw new Told(1, base + " answered " + answer.statusCode() + ": " + answer.body());
  }

  private void sign(HttpRequest.Builder asking, String header, String scheme) {
    if (key == null) {
      return;
    }
    try {
      HttpRequest.Builder unused = asking.header(header, scheme + key);
    } catch (IllegalArgumentException wrong) {
      // What is wrong with it would show it.
      throw new Told(2, "the master key has characters in it that can not be sent");
    }
  }

  private HttpRequest.Builder asking(String path) {
    try {
      return HttpRequest.newBuilder(base.resolve(path)).timeout(PATIENCE);
    } catch (IllegalArgumentException wrong) {
      throw new Told(
          2,
          "--url is "
              + base
              + " ("
              + wrong.getMessage()
              + "); it must be like http://localhost:4000");
    }
  }

  private static void with(HttpRequest.Builder asking, String name, String value) {
    try {
      HttpRequest.Builder unused = asking.header(name, value);
    } catch (IllegalArgumentException wrong) {
      throw new Told(
          2, "--header has \"" + name + "\", which can not be sent: " + wrong.getMessage());
    }
  }

  private HttpResponse<String> ask(HttpRequest request) {
    try (HttpClient client = client()) {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (ConnectException nobody) {
      throw new Told(1, base + " can not be asked: nobody answers there");
    } catch (IOException unreachable) {
      throw new Told(1, base + " can not be asked: " + unreachable);
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
