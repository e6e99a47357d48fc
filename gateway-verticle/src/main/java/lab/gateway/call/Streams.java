package lab.gateway.call;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import org.jspecify.annotations.Nullable;

/** The streams of HTTP/2: requests that share a connection, each of which ends by itself. */
public final class Streams {
  private Streams() {}

  /** Whether a request is one of several on its connection. */
  public static boolean has(HttpServerRequest request) {
    return request.version() == HttpVersion.HTTP_2;
  }

  /**
   * Whether the connection of a request has ended: what had been read of it until then is still
   * worked through.
   */
  public static boolean isGone(HttpServerRequest request) {
    return request.connection() instanceof ConnectionBase channelled
        && !channelled.channel().isActive();
  }

  /** Who knows the streams of a connection; null where it has none. */
  public static @Nullable Http2ConnectionHandler of(HttpConnection connection) {
    return connection instanceof ConnectionBase channelled
        ? channelled.channel().pipeline().get(Http2ConnectionHandler.class)
        : null;
  }

  /**
   * Ends the stream of a request at once, with what waits to be sent on it. Vert.x has no such end
   * for one whose answer has been written: all of it may still wait for the client.
   */
  public static void reset(HttpServerRequest request, Http2Error why) {
    Http2ConnectionHandler streams = of(request.connection());
    if (streams != null) {
      reset(streams, request.streamId(), why);
    }
  }

  /** Ends a stream by its number; nothing where it has ended, or its connection has. */
  public static void reset(Http2ConnectionHandler streams, int number, Http2Error why) {
    ChannelHandlerContext context = streams.encoder().flowController().channelHandlerContext();
    if (context.channel().isActive() && streams.connection().stream(number) != null) {
      Sent.unwatched(streams.resetStream(context, number, why.code(), context.newPromise()));
      Channel unused = context.channel().flush();
    }
  }
}
