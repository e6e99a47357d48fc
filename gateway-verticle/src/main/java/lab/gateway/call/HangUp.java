package lab.gateway.call;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http2.Http2Error;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;

/** The end of a connection whose other side takes too long, or is not wanted any more. */
public final class HangUp {
  private HangUp() {}

  /**
   * Breaks an answer off at once: its stream where a connection has several, else the connection.
   */
  public static void at(HttpServerRequest request) {
    if (Streams.has(request)) {
      Streams.reset(request, Http2Error.CANCEL);
    } else {
      at(request.connection());
    }
  }

  /**
   * Closes at once. Vert.x itself would first write what waits to be written: where the other side
   * does not read, that is never.
   */
  public static void at(HttpConnection connection) {
    switch (connection) {
      case ConnectionBase channelled -> close(channelled.channel());
      default -> Sent.unwatched(connection.close());
    }
  }

  /** Whether much of what was written waits for an other side that does not read. */
  public static boolean isStuck(HttpConnection connection) {
    return connection instanceof ConnectionBase channelled && !channelled.channel().isWritable();
  }

  private static void close(Channel channel) {
    if (!channel.isOpen()) {
      return;
    }
    if (!channel.isWritable()) {
      // The system is not to keep trying either.
      boolean unused = channel.config().setOption(ChannelOption.SO_LINGER, 0);
    }
    Sent.unwatched(channel.pipeline().firstContext().close());
  }
}
