package lab.gateway.guard;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * By which names a node without keys may be asked. A web page can make its own name mean a node's
 * address, and would then be let in by the browser; but it can have neither a bare address nor a
 * name that only a local network gives.
 */
final class HostNames {
  /** Endings that nobody can register. */
  private static final List<String> LOCAL =
      List.of(".localhost", ".local", ".internal", ".home.arpa");

  private HostNames() {}

  /** The name in a {@code Host} header: without port, final dot and case. */
  static String of(String header) {
    String name = header;
    if (header.startsWith("[")) {
      int end = header.indexOf(']');
      name = end < 0 ? header : header.substring(1, end);
    } else {
      int colon = header.lastIndexOf(':');
      name = colon < 0 ? header : header.substring(0, colon);
    }
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }

  /**
   * Whether a page of somewhere else can not have this name.
   *
   * @param allowed what the configuration names
   */
  static boolean isOurs(String name, Set<String> allowed) {
    return !name.contains(".")
        || LOCAL.stream().anyMatch(name::endsWith)
        || allowed.contains(name)
        || isAddress(name);
  }

  /** Whether it is this machine for whoever uses it. */
  static boolean isLoopback(String name) {
    return name.equals("localhost")
        || name.endsWith(".localhost")
        || (isAddress(name) && InetAddress.ofLiteral(name).isLoopbackAddress());
  }

  private static boolean isAddress(String name) {
    try {
      var unused = InetAddress.ofLiteral(name);
      return true;
    } catch (IllegalArgumentException noAddress) {
      return false;
    }
  }
}
