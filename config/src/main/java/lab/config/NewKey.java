package lab.config;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * A key that has just been made. Shown once, to whoever asked for it; kept by its hash only.
 *
 * @param reveal the key itself
 */
public record NewKey(String reveal) {
  private static final String PREFIX = "sk-";
  private static final int RANDOM_BYTES = 32;
  private static final int SHOWN = 4;

  /** One that nobody can guess. */
  public static NewKey make(SecureRandom random) {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    return new NewKey(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /** What it is known by. */
  public KeyHash hash() {
    return KeyHash.of(reveal);
  }

  /** Its last letters, by which people know it again: {@code sk-...abcd}. */
  public String hint() {
    return PREFIX + "..." + reveal.substring(Math.max(0, reveal.length() - SHOWN));
  }

  @Override
  public String toString() {
    return "***";
  }
}
