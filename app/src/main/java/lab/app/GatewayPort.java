package lab.app;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;

/** The port for clients. */
final class GatewayPort {
  private GatewayPort() {}

  /**
   * The one that the options name, or a free one where they name 0: found here, and not by the
   * first listener, because the instances share one port.
   */
  static int chosen(NodeOptions options) {
    return options.port() == 0 ? anyFree(options.host()) : options.port();
  }

  private static int anyFree(String host) {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName(host))) {
      return free.getLocalPort();
    } catch (IOException none) {
      throw new Told(1, "no free port on " + host + ": " + none.getMessage());
    }
  }

  /** Why it can not be opened, in a sentence where the system said so. */
  static Throwable told(NodeOptions options, Throwable failure) {
    return failure instanceof SocketException
        ? new Told(
            1,
            "port %d on %s can not be opened: %s"
                .formatted(options.port(), options.host(), failure.getMessage()))
        : failure;
  }
}
