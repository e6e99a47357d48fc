package lab.testkit.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import lab.testkit.wire.Json;
import org.jspecify.annotations.Nullable;

/** Asks one simulated server. */
final class Client {
  private final HttpClient http;
  private final URI base;

  Client(Vertx vertx, URI base) {
    this.http = vertx.createHttpClient();
    this.base = base;
  }

  /** An answer, read to its end. */
  record Answer(int status, String type, @Nullable String retryAfter, String allow, String text) {
    JsonNode json() {
      return Json.read(text);
    }

    /** The data of its events, the end mark included. */
    List<String> events() {
      return Stream.of(text.split("\n\n")).map(event -> event.replaceFirst("^data: ", "")).toList();
    }

    /** Its events as JSON, without the end mark. */
    List<JsonNode> chunks() {
      return events().stream().filter(event -> event.startsWith("{")).map(Json::read).toList();
    }

    /** Its lines as JSON. */
    List<JsonNode> lines() {
      return text.lines().map(Json::read).toList();
    }
  }

  int port() {
    return base.getPort();
  }

  Answer get(String path) throws Exception {
    return ask(HttpMethod.GET, path, "");
  }

  Answer post(String path, String body) throws Exception {
    return ask(HttpMethod.POST, path, body);
  }

  Answer ask(HttpMethod method, String path, String body) throws Exception {
    return send(method, path, body).await(20, TimeUnit.SECONDS);
  }

  Future<Answer> send(HttpMethod method, String path, String body) {
    // Nested, so that the body is asked for in the very turn in which the response comes.
    return http.request(method, base.getPort(), base.getHost(), path)
        .compose(request -> request.send(Buffer.buffer(body)).compose(Client::read));
  }

  private static Future<Answer> read(HttpClientResponse response) {
    return response.body().map(body -> answer(response, body));
  }

  private static Answer answer(HttpClientResponse response, Buffer body) {
    return new Answer(
        response.statusCode(),
        String.valueOf(response.getHeader("content-type")),
        response.getHeader("retry-after"),
        String.valueOf(response.getHeader("allow")),
        body.toString());
  }
}
