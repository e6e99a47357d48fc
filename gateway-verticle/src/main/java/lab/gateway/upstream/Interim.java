package lab.gateway.upstream;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.VertxConnection;
import io.vertx.core.net.impl.VertxHandler;

/**
 * Drops what a provider sends ahead of its answer (1xx). Vert.x takes those that it does not know
 * for the answer itself, and the answer for that of the next request.
 */
final class Interim extends ChannelInboundHandlerAdapter {
  private boolean dropping;

  private Interim() {}

  static void dropOn(HttpConnection connection) {
    if (connection instanceof VertxConnection channelled) {
      ChannelPipeline pipeline = channelled.channel().pipeline();
      pipeline.addBefore(pipeline.context(VertxHandler.class).name(), "interim", new Interim());
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpResponse head) {
      if (head.status().code() == HttpResponseStatus.SWITCHING_PROTOCOLS.code()) {
        // Nobody asked for that, and what follows it is no HTTP: the answer would never come.
        var unused = context.close();
      }
      dropping = head.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    }
    if (dropping) {
      ReferenceCountUtil.release(message);
    } else {
      context.fireChannelRead(message);
    }
  }
}
