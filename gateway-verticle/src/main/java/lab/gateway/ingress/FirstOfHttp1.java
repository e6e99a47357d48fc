package lab.gateway.ingress;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.Http1xUpgradeToH2CHandler;

/**
 * Stands behind what tells HTTP/2 by its first bytes, and lets it know HTTP/2 by nothing else. What
 * it takes for HTTP/1 is read strictly from the first head on, and an {@code Upgrade} to HTTP/2 in
 * it is not seen: Vert.x would follow one, and refuse one that it can not follow.
 */
final class FirstOfHttp1 extends ChannelInboundHandlerAdapter {
  private final HttpServerOptions options;

  /**
   * @param options how HTTP/1 is read
   */
  FirstOfHttp1(HttpServerOptions options) {
    this.options = options;
  }

  /** The first bytes, when it has been decided what they are. */
  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ChannelPipeline pipeline = context.pipeline();
    StrictFraming.apply(pipeline, options);
    ChannelHandlerContext upgrade = pipeline.context(Http1xUpgradeToH2CHandler.class);
    if (upgrade != null) {
      ChannelPipeline unused = pipeline.addBefore(upgrade.name(), "noUpgrade", new NoUpgrade());
    }
    ChannelPipeline unused = pipeline.remove(this);
    context.fireChannelRead(message);
  }

  /** Takes an {@code Upgrade} to HTTP/2 out of the first head; nobody asks for one later. */
  private static final class NoUpgrade extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof HttpRequest request
          && request.headers().contains(HttpHeaderNames.UPGRADE, "h2c", true)) {
        var unused = request.headers().remove(HttpHeaderNames.UPGRADE);
      }
      ChannelPipeline unused = context.pipeline().remove(this);
      context.fireChannelRead(message);
    }
  }
}
