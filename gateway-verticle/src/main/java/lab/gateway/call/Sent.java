package lab.gateway.call;

import io.netty.channel.ChannelFuture;
import io.vertx.core.Future;

/** What becomes of a write. */
public final class Sent {
  private Sent() {}

  /**
   * For writes to a client: a write fails only because the connection is gone, and that is told to
   * the response's close handler, where the exchange ends and everything is let go.
   */
  public static void unwatched(Future<?> write) {
    write.onFailure(gone -> {});
  }

  /** For closing a channel: there is nothing to do where it is closed already. */
  public static void unwatched(ChannelFuture close) {
    close.addListener(closed -> {});
  }
}
