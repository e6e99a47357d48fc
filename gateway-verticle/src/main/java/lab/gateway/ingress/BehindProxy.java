package lab.gateway.ingress;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.impl.ConnectionBase;
import java.net.InetSocketAddress;
import java.util.List;
import lab.gateway.call.Sent;

/**
 * Reads whose connection a trusted proxy brings, before anything else is read of it; what a proxy
 * brings without a word is closed.
 */
final class BehindProxy extends ByteToMessageDecoder {
  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (!context.channel().isActive()) {
      var unused = in.skipBytes(in.readableBytes());
      return;
    }
    switch (ProxyHeader.of(in)) {
      case ProxyHeader.Said.More more -> {}
      case ProxyHeader.Said.Nothing nothing -> Sent.unwatched(context.close());
      case ProxyHeader.Said.Client(InetSocketAddress client, int length) -> {
        if (client != null) {
          context
              .channel()
              .attr(ConnectionBase.REMOTE_ADDRESS_OVERRIDE)
              .set(SocketAddress.inetSocketAddress(client));
        }
        var unused = in.skipBytes(length);
        // What follows is given to those that stand behind.
        ChannelPipeline unusedToo = context.pipeline().remove(this);
      }
    }
  }
}
