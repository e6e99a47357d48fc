package lab.app;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Ports on loopback that nobody has, for nodes that are told theirs before they start. */
public final class FreePorts {
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
        held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      return held.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      for (ServerSocket socket : held) {
        socket.close();
      }
    }
  }
}
