package lab.bench.load;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * A model server that answers at once. A whole answer is 1 KB; a stream gives chunks of 100
 * characters of content at a fixed pace, each with the instant at which it was sent.
 *
 * <p>{@code x-bench-chunks} and {@code x-bench-gap-ms} in the query of the path are not available
 * to a client behind a gateway, so both are set for the process.
 */
final class UpstreamServer {
  /** What a path begins with whose requests all fail. */
  static final String FAILING = "/failing";

  private static final String FILLER = "x".repeat(80);
  private final Vertx vertx;
  private final int chunks;
  private final int gapMillis;

  private UpstreamServer(Vertx vertx, int chunks, int gapMillis) {
    this.vertx = vertx;
    this.chunks = chunks;
    this.gapMillis = gapMillis;
  }

  /** Arguments: port, chunks per stream, milliseconds between chunks. */
  public static void main(String[] arguments) {
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    UpstreamServer server =
        new UpstreamServer(vertx, Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
    vertx
        .createHttpServer(
            new HttpServerOptions()
                .setHost("127.0.0.1")
                .setPort(Integer.parseInt(arguments[0]))
                .setAcceptBacklog(8_192))
        .requestHandler(server::answer)
        .listen()
        .onComplete(
            open -> System.out.println("ready"),
            failure -> {
              failure.printStackTrace();
              System.exit(1);
            });
  }

  private void answer(HttpServerRequest request) {
    request
        .body()
        .onSuccess(
            body -> {
              String path = Objects.requireNonNullElse(request.path(), "");
              Wire wire = Wire.at(path);
              if (path.startsWith(FAILING)) {
                var unused = request.response().setStatusCode(500).end();
              } else if (path.endsWith("/models") || path.endsWith("/tags")) {
                reply(request, Buffer.buffer("{\"data\":[],\"models\":[]}"));
              } else if (body.toString(StandardCharsets.UTF_8).contains("\"stream\":true")) {
                stream(request.response(), wire);
              } else {
                reply(request, Buffer.buffer(wire.whole()));
              }
            });
  }

  private static void reply(HttpServerRequest request, Buffer body) {
    request.response().putHeader("content-type", "application/json").end(body);
  }

  private void stream(HttpServerResponse response, Wire wire) {
    response.setChunked(true).putHeader("content-type", wire.streamType());
    response.exceptionHandler(gone -> {});
    if (!wire.opening().isEmpty()) {
      response.write(Buffer.buffer(wire.opening()));
    }
    int[] sent = {0};
    boolean[] closed = {false};
    response.closeHandler(gone -> closed[0] = true);
    vertx.setPeriodic(
        1 + (long) (Math.random() * gapMillis),
        gapMillis,
        timer -> {
          if (closed[0] || sent[0]++ >= chunks) {
            vertx.cancelTimer(timer);
            if (!closed[0]) {
              response.end(Buffer.buffer(wire.ending()));
            }
            return;
          }
          String content = "@" + System.nanoTime() + "@" + FILLER;
          response.write(Buffer.buffer(wire.chunk(content)));
        });
  }
}
