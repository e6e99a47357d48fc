package lab.gateway.peer;

import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import lab.config.Secret;
import org.jspecify.annotations.Nullable;

/**
 * Proves that a request comes from a node that knows the cluster's secret, and that it is no old
 * one sent again: HMAC-SHA256 over method, path, time and a number that is used once. Any thread.
 */
public final class Signer {
  /** How far the clocks of two nodes may be apart, the way of a request included. */
  static final Duration LONGEST_APART = Duration.ofSeconds(30);

  /** Numbers that are remembered; who sends more in that time is refused. About 20 MB. */
  private static final int MOST_REMEMBERED = 100_000;

  private static final String TIME = "x-lab-time";
  private static final String NONCE = "x-lab-nonce";
  private static final String SIGNATURE = "x-lab-signature";
  private static final String ALGORITHM = "HmacSHA256";
  private static final int NONCE_BYTES = 16;
  private static final int LONGEST_NONCE = 2 * NONCE_BYTES;

  private final @Nullable SecretKeySpec key;
  private final InstantSource clock;
  private final int mostRemembered;
  private final SecureRandom random = new SecureRandom();

  /** When each is forgotten, in milliseconds since 1970; in the order of their arrival. */
  private final LinkedHashMap<String, Long> seen = new LinkedHashMap<>();

  /**
   * @param secret of the cluster; null where its network is trusted, and nothing is signed
   */
  public Signer(@Nullable Secret secret, InstantSource clock) {
    this(secret, clock, MOST_REMEMBERED);
  }

  /**
   * @param mostRemembered requests within a minute
   */
  Signer(@Nullable Secret secret, InstantSource clock, int mostRemembered) {
    this.key =
        secret == null
            ? null
            : new SecretKeySpec(secret.reveal().getBytes(StandardCharsets.UTF_8), ALGORITHM);
    this.clock = clock;
    this.mostRemembered = mostRemembered;
  }

  /** Adds the proof to a request. */
  void sign(String method, String path, MultiMap headers) {
    if (key == null) {
      return;
    }
    byte[] bytes = new byte[NONCE_BYTES];
    random.nextBytes(bytes);
    String nonce = HexFormat.of().formatHex(bytes);
    String time = Long.toString(clock.millis());
    headers.set(TIME, time).set(NONCE, nonce);
    headers.set(SIGNATURE, HexFormat.of().formatHex(signature(key, method, path, time, nonce)));
  }

  /** Whether a request has it, and has it for the first time. */
  boolean isGood(String method, String path, MultiMap headers) {
    if (key == null) {
      return true;
    }
    String time = headers.get(TIME);
    String nonce = headers.get(NONCE);
    String signed = headers.get(SIGNATURE);
    return time != null
        && nonce != null
        && signed != null
        && nonce.length() <= LONGEST_NONCE
        && isSigned(signed, signature(key, method, path, time, nonce))
        && isNow(time)
        && isNew(nonce);
  }

  private static boolean isSigned(String signed, byte[] right) {
    try {
      return MessageDigest.isEqual(HexFormat.of().parseHex(signed), right);
    } catch (IllegalArgumentException noHex) {
      return false;
    }
  }

  private boolean isNow(String time) {
    // Signed, so it is a number.
    long apart = Math.abs(clock.millis() - Long.parseLong(time));
    return apart <= LONGEST_APART.toMillis();
  }

  /** What is older than twice the distance of clocks is refused for its time. */
  private synchronized boolean isNew(String nonce) {
    long now = clock.millis();
    Iterator<Map.Entry<String, Long>> eldest = seen.entrySet().iterator();
    while (eldest.hasNext() && eldest.next().getValue() < now) {
      eldest.remove();
    }
    return seen.size() < mostRemembered
        && seen.putIfAbsent(nonce, now + 2 * LONGEST_APART.toMillis()) == null;
  }

  private static byte[] signature(
      SecretKeySpec key, String method, String path, String time, String nonce) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      String all = String.join("\n", method, path, time, nonce);
      return mac.doFinal(all.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }
}
