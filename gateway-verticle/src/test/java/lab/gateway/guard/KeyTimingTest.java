package lab.gateway.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import lab.config.Access;
import lab.config.AlertSettings;
import lab.config.CacheSettings;
import lab.config.Cors;
import lab.config.KeyHash;
import lab.config.RateLimits;
import lab.config.ServerLimits;
import lab.config.Settings;
import lab.config.TimeSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long a refusal takes says nothing of how near a key was. */
class KeyTimingTest {
  private static final String MASTER = "sk-" + "a".repeat(400);
  private static final int ROUNDS = 401;
  private static final int EACH = 200;

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() throws Exception {
    Void unused = vertx.close().await(10, TimeUnit.SECONDS);
  }

  private KeyRing ring(Path folder) {
    Access access = new Access(KeyHash.of(MASTER), List.of(), false, Set.of(), List.of(), false);
    KeyRing ring =
        new KeyLedger(vertx, false, folder.resolve("keys.json"), InstantSource.system()).ring();
    ring.goesBy(
        new Settings(
            null,
            4000,
            null,
            TimeSettings.DEFAULT,
            1_024,
            ServerLimits.DEFAULT,
            false,
            Cors.OFF,
            CacheSettings.OFF,
            access,
            null,
            RateLimits.NONE,
            AlertSettings.DEFAULT,
            null,
            0));
    return ring;
  }

  /** Nanoseconds for some checks of a key. */
  private static long took(KeyRing ring, SentKey sent, String key) {
    int refused = 0;
    long start = System.nanoTime();
    for (int i = 0; i < EACH; i++) {
      refused += ring.find(Objects.requireNonNull(sent.hash(key))) == null ? 1 : 0;
    }
    long took = System.nanoTime() - start;
    assertThat(refused).isEqualTo(EACH);
    return took;
  }

  private static double median(long[] all) {
    Arrays.sort(all);
    return all[all.length / 2];
  }

  @Test
  void aKeyThatIsNearlyRightIsRefusedAsFastAsAnyOther(@TempDir Path folder) {
    // Given: as long as the right one, and wrong in the first or in the last letter
    KeyRing ring = ring(folder);
    SentKey sent = new SentKey();
    String far = "x" + MASTER.substring(1);
    String near = MASTER.substring(0, MASTER.length() - 1) + "x";
    long[] ofFar = new long[ROUNDS];
    long[] ofNear = new long[ROUNDS];

    // When: by turns, so that what slows the machine down slows both
    for (int i = 0; i < ROUNDS; i++) {
      ofFar[i] = took(ring, sent, far);
      ofNear[i] = took(ring, sent, near);
    }

    // Then: comparing letter by letter would make it many times as long
    assertThat(median(ofNear) / median(ofFar)).isBetween(0.7, 1.4);
  }
}
