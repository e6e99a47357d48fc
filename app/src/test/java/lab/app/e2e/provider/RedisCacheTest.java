package lab.app.e2e.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers in a Redis: all nodes have them, and no request needs it. */
@EnabledIf("lab.app.e2e.provider.RedisServer#isInstalled")
class RedisCacheTest {
  /** Far more than the 50 ms of a look-up, far less than any wait for a server that is away. */
  private static final Duration WITHOUT_WAITING = Duration.ofSeconds(3);

  @TempDir private Path folder = Path.of("");

  @Test
  void whatOneNodeHasAskedAnotherKnows() throws Exception {
    try (RedisServer redis = RedisServer.start();
        RedisLab one = RedisLab.patient(folder, redis.port(), "");
        RedisLab other = RedisLab.patient(folder, redis.port(), "")) {
      // Given
      assertThat(one.outcome("shared")).isEqualTo("MISS");
      one.awaitHit("shared");

      // When
      String found = other.outcome("shared");

      // Then
      assertThat(found).isEqualTo("HIT");
      assertThat(other.asked()).isZero();
    }
  }

  @Test
  void aServerThatFreezesHoldsNobodyUpAndIsUsedAgainWhenItIsBack() throws Exception {
    try (RedisServer redis = RedisServer.start();
        RedisLab lab = RedisLab.hasty(folder, redis.port())) {
      // Given
      assertThat(lab.outcome("before")).isEqualTo("MISS");
      lab.awaitHit("before");
      redis.freeze();

      // When
      Instant begun = Instant.now();
      for (int i = 0; i < 10; i++) {
        assertThat(lab.outcome("frozen " + i)).isEqualTo("MISS");
      }

      // Then
      assertThat(Duration.between(begun, Instant.now())).isLessThan(WITHOUT_WAITING);
      redis.thaw();
      lab.awaitHit("before");
    }
  }

  @Test
  void aSlowServerHoldsNobodyUpLongerThanALookUpMay() throws Exception {
    try (RedisServer redis = RedisServer.start();
        SlowProxy slow = SlowProxy.before(redis.port(), Duration.ofMillis(400));
        RedisLab fast = RedisLab.patient(folder, redis.port(), "");
        RedisLab lab = RedisLab.hasty(folder, slow.port())) {
      // Given
      assertThat(fast.outcome("before")).isEqualTo("MISS");
      fast.awaitHit("before");

      // When
      Instant begun = Instant.now();
      for (int i = 0; i < 10; i++) {
        assertThat(lab.outcome("before")).isEqualTo("MISS");
      }

      // Then
      assertThat(Duration.between(begun, Instant.now())).isLessThan(WITHOUT_WAITING);
      slow.delay(Duration.ZERO);
      lab.awaitHit("before");
    }
  }

  @Test
  void aServerThatIsRestartedIsUsedAgainWithoutWhatItHad() throws Exception {
    try (RedisServer redis = RedisServer.start();
        RedisLab lab = RedisLab.patient(folder, redis.port(), "")) {
      // Given
      assertThat(lab.outcome("q")).isEqualTo("MISS");
      lab.awaitHit("q");

      // When
      redis.kill();
      redis.restart();

      // Then
      assertThat(lab.outcome("q")).isEqualTo("MISS");
      lab.awaitHit("q");
    }
  }

  @Test
  void aServerThatIsFlushedByOthersIsAskedOnAndFilledAgain() throws Exception {
    try (RedisServer redis = RedisServer.start();
        RedisLab lab = RedisLab.patient(folder, redis.port(), "")) {
      // Given
      assertThat(lab.outcome("q")).isEqualTo("MISS");
      lab.awaitHit("q");

      // When
      assertThat(redis.say("FLUSHALL")).startsWith("+OK");

      // Then
      assertThat(lab.outcome("q")).isEqualTo("MISS");
      lab.awaitHit("q");
    }
  }

  @Test
  void aServerThatIsKilledHoldsNobodyUpAndIsUsedAgainWhenItIsBack() throws Exception {
    try (RedisServer redis = RedisServer.start();
        RedisLab lab = RedisLab.hasty(folder, redis.port())) {
      // Given
      assertThat(lab.outcome("before")).isEqualTo("MISS");
      lab.awaitHit("before");
      redis.kill();

      // When
      Instant begun = Instant.now();
      for (int i = 0; i < 10; i++) {
        assertThat(lab.outcome("away " + i)).isEqualTo("MISS");
      }

      // Then
      assertThat(Duration.between(begun, Instant.now())).isLessThan(WITHOUT_WAITING);
      redis.restart();
      lab.awaitHit("after");
    }
  }

  @Test
  void aWrongPasswordIsNoHarm() throws Exception {
    try (RedisServer redis = RedisServer.start("--requirepass", "right");
        RedisLab wrong = RedisLab.patient(folder, redis.port(), ", password: wrong");
        RedisLab right = RedisLab.patient(folder, redis.port(), ", password: right")) {
      // When
      String first = wrong.outcome("q");
      String second = wrong.outcome("q");

      // Then
      assertThat(first).isEqualTo("MISS");
      assertThat(second).isEqualTo("MISS");
      right.awaitHit("q");
    }
  }

  @Test
  void aServerThatIsFullStillGivesWhatItHas() throws Exception {
    try (RedisServer redis = RedisServer.start();
        RedisLab lab = RedisLab.patient(folder, redis.port(), "")) {
      // Given
      assertThat(lab.outcome("before")).isEqualTo("MISS");
      lab.awaitHit("before");
      assertThat(redis.say("CONFIG SET maxmemory 1")).startsWith("+OK");

      // When
      String refused = lab.outcome("too much");
      String again = lab.outcome("too much");

      // Then
      assertThat(refused).isEqualTo("MISS");
      assertThat(again).isEqualTo("MISS");
      assertThat(lab.outcome("before")).isEqualTo("HIT");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"poison", "\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00x", ""})
  void aPoisonedValueIsAMiss(String poison) throws Exception {
    try (RedisServer redis = RedisServer.start();
        RedisLab lab = RedisLab.patient(folder, redis.port(), "")) {
      // Given
      assertThat(lab.outcome("q")).isEqualTo("MISS");
      lab.awaitHit("q");
      String key = lab.keys("q").getString(0);

      // When
      assertThat(redis.say("SET lab:answer:" + key + " \"" + poison + "\"")).startsWith("+OK");

      // Then
      assertThat(lab.outcome("q")).isEqualTo("MISS");
    }
  }

  @Test
  void withBothTheNodeAnswersWithoutTheServer() throws Exception {
    try (RedisServer redis = RedisServer.start();
        RedisLab lab = RedisLab.patient(folder, redis.port(), ", near: true")) {
      // Given
      assertThat(lab.outcome("q")).isEqualTo("MISS");
      redis.kill();

      // When
      String again = lab.outcome("q");

      // Then
      assertThat(again).isEqualTo("HIT");
    }
  }
}
