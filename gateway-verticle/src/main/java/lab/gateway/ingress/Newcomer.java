package lab.gateway.ingress;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.util.concurrent.Future;
import io.vertx.core.http.impl.Http1xOrH2CHandler;
import java.util.concurrent.TimeUnit;
import lab.gateway.call.Sent;
import org.jspecify.annotations.Nullable;

/**
 * One connection from the moment the system has it until something is known of it: it is counted,
 * closed where it is one too many, and closed where it does not come out with what it wants.
 * Whatever it sends passes by.
 */
final class Newcomer extends ChannelInboundHandlerAdapter {
  private final Door door;
  private long since;
  private boolean inside;
  private @Nullable Future<?> patience;

  Newcomer(Door door) {
    this.door = door;
  }

  /**
   * Leaves the rest to others; something is known of it now.
   *
   * @return when it connected, in nanoseconds
   */
  static long known(Channel channel) {
    Newcomer newcomer = channel.pipeline().get(Newcomer.class);
    if (newcomer == null) {
      throw new IllegalStateException("nobody saw it come in");
    }
    newcomer.waitNoMore();
    return newcomer.since;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    since = System.nanoTime();
    inside = door.crowd().enter();
    if (!inside) {
      close(context);
      return;
    }
    door.traffic().opened();
    long most = door.patience().toMillis();
    patience = context.executor().schedule(() -> close(context), most, TimeUnit.MILLISECONDS);
    if (door.isProxy(context.channel().remoteAddress())) {
      ChannelPipeline unused =
          context.pipeline().addAfter(context.name(), "behindProxy", new BehindProxy());
    }
  }

  /** All that Vert.x adds is there, and nothing has been read. */
  @Override
  public void channelActive(ChannelHandlerContext context) {
    ChannelPipeline pipeline = context.pipeline();
    ChannelHandlerContext choice = pipeline.context(Http1xOrH2CHandler.class);
    if (choice != null) {
      ChannelPipeline unused =
          pipeline.addAfter(choice.name(), "firstOfHttp1", new FirstOfHttp1(door.options()));
    }
    context.fireChannelActive();
  }

  private static void close(ChannelHandlerContext context) {
    ChannelFuture closing = context.close();
    Sent.unwatched(closing);
  }

  /** The connection is gone. */
  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    waitNoMore();
    if (inside) {
      inside = false;
      door.crowd().leave();
      door.traffic().closed();
    }
  }

  private void waitNoMore() {
    if (patience != null) {
      boolean unused = patience.cancel(false);
      patience = null;
    }
  }
}
