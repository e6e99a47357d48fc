package lab.gateway.ingress;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.util.function.BooleanSupplier;
import lab.config.ServerLimits;
import lab.contract.bus.Bus;
import lab.gateway.Serving;
import lab.gateway.call.ByteBudget;
import lab.gateway.call.GatewayFailure;
import lab.gateway.call.Replies;
import lab.gateway.call.Sent;
import lab.gateway.call.Streams;
import lab.gateway.upstream.Dispatcher;
import org.jspecify.annotations.Nullable;

/** The client side of the gateway: how HTTP is read, and what a head that can not be read gets. */
public final class Ingress {
  /** Longer request lines are refused: no path here is longer than a model's name. */
  static final int LONGEST_LINE = 8 * 1024;

  /**
   * Streams that a client may reset within 30 s; its connection is closed beyond it. A proxy's
   * connection carries many clients, each of which leaves now and then.
   */
  static final int MOST_RESETS = 1_000;

  private final Vertx vertx;
  private final Router router;
  private final ServerLimits limits;
  private final ByteBudget budget;
  private final Connections connections;
  private final Serving serving;
  private final BooleanSupplier leaving;

  public Ingress(Vertx vertx, Bus bus, Serving serving, Dispatcher dispatcher) {
    this.vertx = vertx;
    this.router = new Routes(vertx, bus, serving, dispatcher).router();
    this.limits = serving.configuration().settings().limits();
    this.budget = serving.budget();
    this.connections = new Connections(limits);
    this.leaving = serving.leaving();
    this.serving = serving;
  }

  /** How the server reads HTTP. */
  public static HttpServerOptions options(ServerLimits limits) {
    return new HttpServerOptions()
        .setMaxInitialLineLength(LONGEST_LINE)
        .setMaxHeaderSize(limits.maxHeaderSize())
        .setMaxChunkSize(64 * 1024)
        .setTcpNoDelay(true)
        .setAcceptBacklog(4_096)
        // By its first bytes only: an Upgrade is ignored and the body still read, since some
        // clients offer one to everybody. See FirstOfHttp1.
        .setHttp2ClearTextEnabled(true)
        .setInitialSettings(
            new Http2Settings()
                .setMaxConcurrentStreams(limits.maxStreams())
                .setMaxHeaderListSize(limits.maxHeaderSize()))
        // Four bodies that wait to be read do not hold up the other streams.
        .setHttp2ConnectionWindowSize(4 * Http2Settings.DEFAULT_INITIAL_WINDOW_SIZE)
        .setHttp2RstFloodMaxRstFramePerWindow(MOST_RESETS)
        .setHttp2RstFloodWindowDuration(30)
        // BodyReader answers it, after it has looked at the announced length.
        .setHandle100ContinueAutomatically(false)
        // No WebSocket is served: its handlers would only stand in the way of every message.
        .setPerFrameWebSocketCompressionSupported(false)
        .setPerMessageWebSocketCompressionSupported(false)
        .setDecompressionSupported(false)
        .setCompressionSupported(false);
  }

  /** Makes the server answer. */
  public void attach(HttpServer server, HttpServerOptions options) {
    connections.watch(vertx);
    server
        .connectionHandler(
            connection -> {
              StrictFraming.apply(connection, options);
              OneAtATime.apply(connection, budget);
              connections.known(connection);
            })
        .invalidRequestHandler(this::invalid)
        .requestHandler(this::request);
  }

  private void request(HttpServerRequest request) {
    if (Streams.isGone(request)) {
      return; // Whatever would be answered, nobody hears it, and Vert.x breaks over it.
    }
    connections.request(request);
    if (leaving.getAsBoolean()) {
      sendOn(request);
    }
    if (Streams.has(request) && isRefused(request)) {
      return;
    }
    serving.now().get().offer().crossOrigin().mark(request);
    router.handle(request);
  }

  /** The next request of its client shall find a node that stays. */
  private static void sendOn(HttpServerRequest request) {
    if (Streams.has(request)) {
      // Those that are on their way are still served.
      HttpConnection unused = request.connection().goAway(0, Integer.MAX_VALUE);
    } else {
      request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
  }

  /** What the decoder of HTTP/1 refuses, that of HTTP/2 lets pass. */
  private boolean isRefused(HttpServerRequest request) {
    String uri = request.uri();
    if (uri != null && uri.length() <= LONGEST_LINE) {
      return false;
    }
    GatewayFailure failure =
        uri == null
            ? new GatewayFailure.BadHttp("CONNECT has no path, and nothing is tunnelled here")
            : new GatewayFailure.UriTooLong(LONGEST_LINE);
    Lingering.reply(vertx, request, () -> Replies.failure(request, failure));
    return true;
  }

  /** A head that could not be read, or a body whose framing broke. */
  private void invalid(HttpServerRequest request) {
    Throwable cause = request.decoderResult().cause();
    GatewayFailure failure =
        switch (cause) {
          case TooLongHttpLineException line -> new GatewayFailure.UriTooLong(LONGEST_LINE);
          case TooLongHttpHeaderException headers ->
              new GatewayFailure.HeadersTooLarge(limits.maxHeaderSize());
          case null, default -> new GatewayFailure.BadHttp(words(cause));
        };
    // Nothing that follows can be trusted to be a request.
    request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    Replies.failure(request, failure);
    Sent.unwatched(request.connection().close());
  }

  private static String words(@Nullable Throwable cause) {
    String said = cause == null ? null : cause.getMessage();
    return "the request is not valid HTTP/1.1" + (said == null ? "" : ": " + said);
  }
}
