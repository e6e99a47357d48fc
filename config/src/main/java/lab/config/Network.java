package lab.config;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * A range of addresses.
 *
 * @param base its first address
 * @param bits how many leading bits all of its addresses share
 */
public record Network(InetAddress base, int bits) {

  /** The network that a text like {@code 10.0.0.0/8} or {@code ::1} names, or null. */
  public static @Nullable Network of(String text) {
    int slash = text.indexOf('/');
    try {
      InetAddress base = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
      int most = base.getAddress().length * 8;
      int bits = slash < 0 ? most : Integer.parseInt(text.substring(slash + 1));
      return bits < 0 || bits > most ? null : new Network(base, bits);
    } catch (IllegalArgumentException noAddress) {
      return null;
    }
  }

  /** Whether an address is one of it. */
  public boolean contains(InetAddress address) {
    byte[] ours = base.getAddress();
    byte[] theirs = address.getAddress();
    if (ours.length != theirs.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit += 8) {
      int mask = bits - bit >= 8 ? 0xff : 0xff << (8 - (bits - bit)) & 0xff;
      if (((ours[bit / 8] ^ theirs[bit / 8]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }
}
