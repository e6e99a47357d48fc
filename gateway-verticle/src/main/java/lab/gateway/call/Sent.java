package lab.gateway.call;

import io.netty.channel.ChannelFuture;
import io.vertx.core.Future;

/** What becomes of a write. */
public final class Sent {
  private Sent() {}

  /**
   * For writes and closes on a connection that may be gone: that it is gone is told to its close
   * handler, where the exchange ends and everything is let go, and here there is nothing to do.
   */
  public static void unwatched(Future<?> write) {
    write.onFailure(gone -> {});
  }

  /** For closing a channel: there is nothing to do where it is closed already. */
  public static void unwatched(ChannelFuture close) {
    close.addListener(closed -> {});
  }
}
