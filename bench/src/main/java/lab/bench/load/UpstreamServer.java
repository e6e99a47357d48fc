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
  private static final Buffer WHOLE =
      Buffer.buffer(
          """
          {"id":"chatcmpl-bench","object":"chat.completion","created":1700000000,"model":"bench",\
          "choices":[{"index":0,"message":{"role":"assistant","content":"%s","refusal":null},\
          "logprobs":null,"finish_reason":"stop"}],\
          "usage":{"prompt_tokens":200,"completion_tokens":150,"total_tokens":350}}"""
              .formatted("A sentence of the answer. ".repeat(30)));

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
              boolean ollama = path.startsWith("/api/chat");
              if (path.startsWith(FAILING)) {
                var unused = request.response().setStatusCode(500).end();
              } else if (path.endsWith("/models") || path.endsWith("/tags")) {
                reply(request, Buffer.buffer("{\"data\":[],\"models\":[]}"));
              } else if (body.toString(StandardCharsets.UTF_8).contains("\"stream\":true")) {
                stream(request.response(), ollama);
              } else {
                reply(request, WHOLE);
              }
            });
  }

  private static void reply(HttpServerRequest request, Buffer body) {
    request.response().putHeader("content-type", "application/json").end(body);
  }

  private void stream(HttpServerResponse response, boolean ollama) {
    response
        .setChunked(true)
        .putHeader(
            "content-type", ollama ? "application/x-ndjson" : "text/event-stream; charset=utf-8");
    response.exceptionHandler(gone -> {});
    if (!ollama) {
      response.write(Buffer.buffer(chunk("{\"role\":\"assistant\",\"content\":\"\"}", "null")));
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
              response.end(Buffer.buffer(ollama ? ollamaEnd() : openAiEnd()));
            }
            return;
          }
          String content = "@" + System.nanoTime() + "@" + FILLER;
          response.write(
              Buffer.buffer(
                  ollama ? line(content) : chunk("{\"content\":\"" + content + "\"}", "null")));
        });
  }

  private static String chunk(String delta, String finish) {
    return "data: {\"id\":\"chatcmpl-bench\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,"
        + "\"model\":\"bench\",\"choices\":[{\"index\":0,\"delta\":"
        + delta
        + ",\"finish_reason\":"
        + finish
        + "}]}\n\n";
  }

  private static String openAiEnd() {
    return chunk("{}", "\"stop\"")
        + "data: {\"id\":\"chatcmpl-bench\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,"
        + "\"model\":\"bench\",\"choices\":[],\"usage\":{\"prompt_tokens\":20,\"completion_tokens\":50,"
        + "\"total_tokens\":70}}\n\ndata: [DONE]\n\n";
  }

  private static String line(String content) {
    return "{\"model\":\"bench\",\"created_at\":\"2026-01-01T00:00:00.1Z\",\"message\":"
        + "{\"role\":\"assistant\",\"content\":\""
        + content
        + "\"},\"done\":false}\n";
  }

  private static String ollamaEnd() {
    return "{\"model\":\"bench\",\"created_at\":\"2026-01-01T00:00:00.1Z\",\"message\":"
        + "{\"role\":\"assistant\",\"content\":\"\"},\"done\":true,\"done_reason\":\"stop\","
        + "\"prompt_eval_count\":20,\"eval_count\":50}\n";
  }
}
