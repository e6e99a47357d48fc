package lab.gateway.cache;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.Arrays;

/** Texts one behind the other; no two lists of texts look the same. One thread while it grows. */
final class Texts {
  /** Enough for a request of whose facts no rule reads any. */
  private static final int USUAL = 64;

  private byte[] bytes = new byte[USUAL];
  private int length;

  /** Adds one more, with its length before it. */
  void add(String text) {
    byte[] more = text.getBytes(UTF_8);
    int needed = length + Integer.BYTES + more.length;
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(needed, 2 * bytes.length));
    }
    for (int shift = 24; shift >= 0; shift -= 8) {
      bytes[length++] = (byte) (more.length >>> shift);
    }
    System.arraycopy(more, 0, bytes, length, more.length);
    length = needed;
  }

  /** Takes all of them into a digest. */
  void into(MessageDigest digest) {
    digest.update(bytes, 0, length);
  }
}
