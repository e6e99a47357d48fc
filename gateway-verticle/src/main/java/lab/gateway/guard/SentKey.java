package lab.gateway.guard;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.security.DigestException;
import java.security.MessageDigest;
import lab.config.KeyHash;
import org.jspecify.annotations.Nullable;

/** Reads and hashes the key of a request. Of one event loop: its memory is used again each time. */
final class SentKey {
  private static final CharSequence X_API_KEY = HttpHeaders.createOptimized("x-api-key");
  private static final CharSequence API_KEY = HttpHeaders.createOptimized("api-key");
  private static final String BEARER = "bearer ";

  /** Longer ones are nobody's. */
  private static final int LONGEST = 512;

  private final MessageDigest digest = KeyHash.sha256();
  private final byte[] letters = new byte[LONGEST];
  private final byte[] hash = new byte[32];

  /** The key in the headers, whichever client's way it takes; null where there is none. */
  static @Nullable String in(MultiMap headers) {
    String authorization = headers.get(HttpHeaders.AUTHORIZATION);
    if (authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return authorization.substring(BEARER.length()).strip();
    }
    String own = headers.get(X_API_KEY);
    return own == null ? headers.get(API_KEY) : own;
  }

  /** The hash of a key, to be looked at before the next is made; null where it can not be one. */
  byte @Nullable [] hash(String key) {
    int length = key.length();
    if (length == 0 || length > LONGEST) {
      return null;
    }
    for (int i = 0; i < length; i++) {
      char letter = key.charAt(i);
      if (letter > 0x7e) {
        return null;
      }
      letters[i] = (byte) letter;
    }
    try {
      digest.update(letters, 0, length);
      int unused = digest.digest(hash, 0, hash.length);
      return hash;
    } catch (DigestException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
