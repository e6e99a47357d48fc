package lab.gateway.ingress;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpMessage;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import io.vertx.core.net.impl.VertxConnection;

/**
 * Refuses a request that gives its length twice, as {@code Content-Length} and as {@code
 * Transfer-Encoding}. Netty would drop the first, as RFC 9112 §6.3 allows; a proxy in front that
 * drops the second instead sees another request where this server sees a body. Vert.x has no option
 * for it, so the decoder of each connection is replaced before its first byte.
 */
final class StrictFraming {
  private StrictFraming() {}

  static void apply(HttpConnection connection, HttpServerOptions options) {
    if (connection instanceof VertxConnection channelled) {
      ChannelPipeline pipeline = channelled.channel().pipeline();
      VertxHttpRequestDecoder lenient = pipeline.get(VertxHttpRequestDecoder.class);
      if (lenient != null) {
        String name = pipeline.context(lenient).name();
        pipeline.replace(lenient, name, new Decoder(options));
      }
    }
  }

  private static final class Decoder extends VertxHttpRequestDecoder {
    private Decoder(HttpServerOptions options) {
      super(options);
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
      throw new IllegalArgumentException(
          "the request has both Content-Length and Transfer-Encoding; it must have one of them");
    }
  }
}
