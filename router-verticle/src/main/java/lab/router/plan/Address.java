package lab.router.plan;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells local addresses from public ones by how they are written; nobody is asked. */
final class Address {
  private static final List<String> LOCAL_ENDS =
      List.of(".local", ".localhost", ".internal", ".lan", ".home.arpa");

  private Address() {}

  /**
   * Whether a host is a loopback or a private address, or a name that no public host has: one
   * without a dot, or under a domain that is kept for private use.
   */
  static boolean isLocal(@Nullable String host) {
    if (host == null || host.isEmpty()) {
      return false;
    }
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    if (bare.indexOf(':') < 0 && !Character.isDigit(bare.charAt(bare.length() - 1))) {
      return bare.indexOf('.') < 0 || LOCAL_ENDS.stream().anyMatch(bare::endsWith);
    }
    try {
      InetAddress address = InetAddress.ofLiteral(bare);
      return address.isLoopbackAddress()
          || address.isSiteLocalAddress()
          || address.isLinkLocalAddress()
          || isUniqueLocal(address);
    } catch (IllegalArgumentException name) {
      return bare.indexOf('.') < 0; // a name that ends in a digit: box2
    }
  }

  private static boolean isUniqueLocal(InetAddress address) {
    return address instanceof Inet6Address && (address.getAddress()[0] & 0xfe) == 0xfc;
  }
}
