package lab.testkit.demo;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.concurrent.atomic.AtomicBoolean;
import lab.testkit.wire.Json;

/**
 * A running simulated server. {@code POST /demo/down} makes it drop every request until {@code POST
 * /demo/up}: a provider to be killed while the rest of the demo runs.
 */
final class SimulatedServer {
  static final String LOOPBACK = "127.0.0.1";

  private final HttpServer server;
  private final AtomicBoolean down;

  private SimulatedServer(HttpServer server, AtomicBoolean down) {
    this.server = server;
    this.down = down;
  }

  /**
   * Starts one.
   *
   * @param port the wanted port; a free one where that is taken; 0 for a free one
   */
  static Future<SimulatedServer> listen(Vertx vertx, int port, Routes routes) {
    AtomicBoolean down = new AtomicBoolean();
    return bound(vertx, port, routes, down)
        .recover(taken -> bound(vertx, 0, routes, down))
        .map(server -> new SimulatedServer(server, down));
  }

  private static Future<HttpServer> bound(
      Vertx vertx, int port, Routes routes, AtomicBoolean down) {
    HttpServerOptions options = new HttpServerOptions().setHost(LOOPBACK).setPort(port);
    return vertx
        .createHttpServer(options)
        .requestHandler(request -> serve(request, routes, down))
        .listen();
  }

  private static void serve(HttpServerRequest request, Routes routes, AtomicBoolean down) {
    switch (String.valueOf(request.path())) {
      case "/demo/down" -> turn(request, down, true);
      case "/demo/up" -> turn(request, down, false);
      default -> {
        if (down.get()) {
          Replies.drop(request);
        } else {
          routes.handle(request);
        }
      }
    }
  }

  private static void turn(HttpServerRequest request, AtomicBoolean down, boolean to) {
    down.set(to);
    Replies.json(request, 200, Json.object().put("simulated", true).put("down", to).toString());
  }

  URI address() {
    return URI.create("http://" + LOOPBACK + ":" + server.actualPort());
  }

  void down(boolean to) {
    down.set(to);
  }

  Future<Void> close() {
    return server.close();
  }
}
