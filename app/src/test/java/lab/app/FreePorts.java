package lab.app;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports on loopback that nobody has, for servers that are told theirs before they start. They are
 * none of those that the system gives to connections: one of these could have it by then.
 */
public final class FreePorts {
  private static final int FIRST = 10_000;

  /** Where Linux begins to give ports to connections ({@code ip_local_port_range}). */
  private static final int END = 32_768;

  private static final int MOST_TRIES = 1_000;

  private FreePorts() {}

  /** One of them. */
  public static int one() throws IOException {
    return some(1).getFirst();
  }

  /** So many of them, all found at once, so that none is given twice. */
  public static List<Integer> some(int count) throws IOException {
    List<ServerSocket> held = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        held.add(free());
      }
      return held.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      for (ServerSocket socket : held) {
        socket.close();
      }
    }
  }

  /** Tests that run side by side begin to look at different places. */
  private static ServerSocket free() throws IOException {
    IOException taken = new IOException("no port was tried");
    for (int tried = 0; tried < MOST_TRIES; tried++) {
      ServerSocket socket = new ServerSocket();
      try {
        socket.bind(
            new InetSocketAddress(
                InetAddress.getLoopbackAddress(), ThreadLocalRandom.current().nextInt(FIRST, END)),
            1);
        return socket;
      } catch (IOException e) {
        socket.close();
        taken = e;
      }
    }
    throw taken;
  }
}
