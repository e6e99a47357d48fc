package lab.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * What is kept of a key: its SHA-256. Who reads it can not call with it.
 *
 * @param hex 64 hexadecimal digits in lower case
 */
public record KeyHash(String hex) {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

  public KeyHash {
    if (!isOne(hex)) {
      throw new IllegalArgumentException("a SHA-256 has 64 hexadecimal digits in lower case");
    }
  }

  /** The hash of a key. */
  public static KeyHash of(String key) {
    byte[] bytes = sha256().digest(key.getBytes(StandardCharsets.UTF_8));
    return new KeyHash(HexFormat.of().formatHex(bytes));
  }

  /** Whether a text has the form of a hash. */
  public static boolean isOne(String text) {
    return FORM.matcher(text).matches();
  }

  /** A digest of the kind that keys are kept by; of one thread. */
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every Java has SHA-256", missing);
    }
  }

  /** The 32 bytes. */
  public byte[] bytes() {
    return HexFormat.of().parseHex(hex);
  }

  /** The first digits: enough to tell keys apart. */
  @Override
  public String toString() {
    return hex.substring(0, 8);
  }
}
