package lab.app.e2e;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Takes traces over HTTP as collectors do, or does not. */
final class Collector {
  /** What becomes of a delivery. */
  enum Mood {
    TAKES,
    REFUSES,
    /** Reads it and never answers. */
    HANGS
  }

  private final List<ResourceSpans> taken = new CopyOnWriteArrayList<>();
  private final List<String> bytes = new CopyOnWriteArrayList<>();
  private volatile Mood mood = Mood.TAKES;
  private final AtomicInteger asked = new AtomicInteger();
  private final HttpServer server;

  private Collector(Vertx vertx) {
    server = vertx.createHttpServer().requestHandler(this::take);
  }

  /** One on a free port. */
  static Collector start(Vertx vertx) throws Exception {
    Collector collector = new Collector(vertx);
    var unused = collector.server.listen(0, "127.0.0.1").await(10, TimeUnit.SECONDS);
    return collector;
  }

  private void take(HttpServerRequest request) {
    request
        .body()
        .onSuccess(
            body -> {
              int unused = asked.incrementAndGet();
              switch (mood) {
                case TAKES -> keep(request, body);
                case REFUSES -> request.response().setStatusCode(400).end();
                case HANGS -> {}
              }
            });
  }

  private void keep(HttpServerRequest request, Buffer body) {
    try {
      taken.addAll(ExportTraceServiceRequest.parseFrom(body.getBytes()).getResourceSpansList());
      bytes.add(body.toString("ISO-8859-1"));
      request
          .response()
          .putHeader("content-type", "application/x-protobuf")
          .end(Buffer.buffer(ExportTraceServiceResponse.getDefaultInstance().toByteArray()));
    } catch (InvalidProtocolBufferException bad) {
      request.response().setStatusCode(400).end();
    }
  }

  void mood(Mood next) {
    mood = next;
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.actualPort();
  }

  /** Deliveries so far, whatever became of them. */
  int asked() {
    return asked.get();
  }

  List<ResourceSpans> taken() {
    return List.copyOf(taken);
  }

  /** All that was ever delivered, a character for each byte. */
  String bytes() {
    return String.join("\n", bytes);
  }

  List<Span> spans() {
    return taken.stream()
        .flatMap(of -> of.getScopeSpansList().stream())
        .flatMap(of -> of.getSpansList().stream())
        .toList();
  }

  /** Ends it. */
  void close() throws Exception {
    var unused = server.close().await(10, TimeUnit.SECONDS);
  }
}
