package lab.gateway.ingress;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpVersion;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import io.vertx.core.net.impl.VertxConnection;
import lab.gateway.call.Shown;

/**
 * Refuses a head in which two servers could see two different requests, where Netty does not. A
 * proxy in front that reads it the other way would see another request where this server sees a
 * body. Vert.x has no option for it, so the decoder of each connection is replaced before its first
 * byte.
 *
 * <ul>
 *   <li>Both {@code Content-Length} and {@code Transfer-Encoding}: Netty would drop the first, as
 *       RFC 9112 §6.3 allows.
 *   <li>Any {@code Transfer-Encoding} but {@code chunked}: Netty would pass compressed chunks on.
 *   <li>A header without a name.
 *   <li>Not exactly one {@code Host} (RFC 9112 §3.2): a proxy in front may go by another one.
 * </ul>
 */
final class StrictFraming {
  private StrictFraming() {}

  static void apply(HttpConnection connection, HttpServerOptions options) {
    if (connection instanceof VertxConnection channelled) {
      apply(channelled.channel().pipeline(), options);
    }
  }

  /** Nothing where it is applied already, or no HTTP/1 is spoken. */
  static void apply(ChannelPipeline pipeline, HttpServerOptions options) {
    VertxHttpRequestDecoder lenient = pipeline.get(VertxHttpRequestDecoder.class);
    if (lenient != null && !(lenient instanceof Decoder)) {
      String name = pipeline.context(lenient).name();
      pipeline.replace(lenient, name, new Decoder(options));
    }
  }

  private static final class Decoder extends VertxHttpRequestDecoder {
    private Decoder(HttpServerOptions options) {
      super(options);
    }

    /** Asked once for each head, when all of it is known and before its body is looked for. */
    @Override
    protected boolean isContentAlwaysEmpty(HttpMessage message) {
      if (!isSpoken(message.protocolVersion())) {
        throw new IllegalArgumentException(
            "the version is not HTTP/1.1 or HTTP/1.0, as they are written");
      }
      HttpHeaders headers = message.headers();
      String coding = headers.get(HttpHeaderNames.TRANSFER_ENCODING);
      if (coding != null && !coding.equalsIgnoreCase("chunked")) {
        throw new IllegalArgumentException(
            "the body has the transfer encoding \"%s\"; it must be chunked or none"
                .formatted(Shown.of(coding)));
      }
      if (headers.contains("")) {
        throw new IllegalArgumentException("a header has no name");
      }
      requireHost(message);
      return super.isContentAlwaysEmpty(message);
    }

    /** HTTP/1.0 has none, or one. */
    private static void requireHost(HttpMessage message) {
      int hosts = message.headers().getAll(HttpHeaderNames.HOST).size();
      if (hosts > 1 || (hosts == 0 && !HttpVersion.HTTP_1_0.equals(message.protocolVersion()))) {
        throw new IllegalArgumentException(
            hosts == 0
                ? "the request has no Host header, as HTTP/1.1 wants it"
                : "the request has " + hosts + " Host headers; it must have one");
      }
    }

    /** Vert.x would answer any other with a status of its own, and no body. */
    // By identity, as Vert.x does: HTTP/01.1 equals HTTP/1.1 and is not known to it.
    @SuppressWarnings("ReferenceEquality")
    private static boolean isSpoken(HttpVersion version) {
      return version == HttpVersion.HTTP_1_1 || version == HttpVersion.HTTP_1_0;
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
      throw new IllegalArgumentException(
          "the request has both Content-Length and Transfer-Encoding; it must have one of them");
    }
  }
}
