package lab.gateway.ingress;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.impl.transports.NioTransport;
import io.vertx.core.impl.transports.TransportInternal;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.transport.Transport;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import lab.gateway.Serving;

/**
 * How a node sees the connections of its clients as soon as the system has them. Vert.x tells of a
 * connection when it knows which HTTP is spoken there; until then nothing would count or limit one
 * that says nothing, and the first head would be read as Vert.x reads it.
 */
public final class Doorway {
  private final Map<Integer, Door> doors = new ConcurrentHashMap<>();

  /** What the node's Vert.x is to be made with; the usual one, but for this. */
  public Transport transport() {
    return new TransportInternal("nio", true, null, new Watched());
  }

  /**
   * Watches what connects to a port that is to be opened.
   *
   * @param port of the clients
   */
  public void watch(int port, Serving serving) {
    HttpServerOptions options = Ingress.options(serving.configuration().settings().limits());
    doors.put(port, new Door(serving, options));
  }

  private final class Watched extends NioTransport {
    @Override
    public void configure(
        NetServerOptions options, boolean domainSocket, ServerBootstrap bootstrap) {
      super.configure(options, domainSocket, bootstrap);
      Door door = doors.get(options.getPort());
      if (door != null) {
        ServerBootstrap unused = bootstrap.handler(new Accepted(door));
      }
    }
  }

  /** Hears of each connection that the system gives, on the thread that takes them. */
  @Sharable
  private static final class Accepted extends ChannelInboundHandlerAdapter {
    private final Door door;

    Accepted(Door door) {
      this.door = door;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof Channel connection) {
        // Before all that Vert.x adds, once its event loop has it.
        var unused = connection.pipeline().addLast("newcomer", new Newcomer(door));
      }
      context.fireChannelRead(message);
    }
  }
}
