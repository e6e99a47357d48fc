package lab.app;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * Who can be joined, and who stands still: the system of a frozen process takes connections, and
 * Hazelcast would wait for its answer for minutes before it began a cluster without it.
 *
 * @param frozen those who take connections and say nothing, as {@code address:port}
 * @param others all others, whether they can be reached or not
 */
record FrozenMembers(List<String> frozen, List<String> others) {
  /** What members of Hazelcast say to each other first. */
  private static final byte[] GREETING = "HZC".getBytes(US_ASCII);

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** One address of those who are named, and what came of asking it. */
  private record Asked(String address, Future<Boolean> frozen) {}

  /**
   * Asks all at once. Blocks, for a few seconds at most.
   *
   * @param named each as {@code host:port}; a host may have several addresses
   */
  static FrozenMembers among(List<String> named) {
    List<Asked> asked;
    try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
      asked =
          named.stream()
              .flatMap(FrozenMembers::addresses)
              .map(address -> new Asked(text(address), each.submit(() -> isFrozen(address))))
              .toList();
    }
    List<String> frozen = addresses(asked, true);
    return new FrozenMembers(frozen, frozen.isEmpty() ? named : addresses(asked, false));
  }

  private static List<String> addresses(List<Asked> asked, boolean frozen) {
    return asked.stream()
        .filter(one -> one.frozen().resultNow() == frozen)
        .map(Asked::address)
        .toList();
  }

  private static Stream<InetSocketAddress> addresses(String member) {
    int colon = member.lastIndexOf(':');
    int port = Integer.parseInt(member.substring(colon + 1));
    try {
      return Arrays.stream(InetAddress.getAllByName(member.substring(0, colon)))
          .map(address -> new InetSocketAddress(address, port));
    } catch (UnknownHostException notYet) {
      return Stream.of();
    }
  }

  private static String text(InetSocketAddress member) {
    InetAddress address = member.getAddress();
    String host = address.getHostAddress();
    return (address instanceof Inet6Address ? '[' + host + ']' : host) + ':' + member.getPort();
  }

  private static boolean isFrozen(InetSocketAddress member) {
    int millis = Math.toIntExact(PATIENCE.toMillis());
    try (Socket socket = new Socket()) {
      socket.connect(member, millis);
      socket.setSoTimeout(millis);
      socket.getOutputStream().write(GREETING);
      return saysNothing(socket);
    } catch (IOException unreachable) {
      return false;
    }
  }

  private static boolean saysNothing(Socket socket) throws IOException {
    try {
      int unused = socket.getInputStream().read();
      return false;
    } catch (SocketTimeoutException late) {
      return true;
    }
  }
}
