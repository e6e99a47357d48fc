package lab.app.e2e.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
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
  private int nodes;

  /** One that waits for a look-up as long as a busy machine may need. */
  private RedisLab node(int port, String more) throws Exception {
    return start("port: " + port + ", lookup_timeout: 2s" + more);
  }

  /** One that waits no longer than nodes usually do, for tests that measure it. */
  private RedisLab hasty(int port) throws Exception {
    return start("port: " + port);
  }

  private RedisLab start(String params) throws Exception {
    Path own = Files.createDirectory(folder.resolve("node-" + nodes++));
    return RedisLab.start(own, params);
  }

  @Test
  void whatOneNodeHasAskedAnotherKnows() throws Exception {
    try (RedisServer redis = RedisServer.start();
        RedisLab one = node(redis.port(), "");
        RedisLab other = node(redis.port(), "")) {
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
        RedisLab lab = hasty(redis.port())) {
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
        RedisLab fast = node(redis.port(), "");
        RedisLab lab = hasty(slow.port())) {
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
        RedisLab lab = node(redis.port(), "")) {
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
        RedisLab lab = node(redis.port(), "")) {
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
        RedisLab lab = hasty(redis.port())) {
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
        RedisLab wrong = node(redis.port(), ", password: wrong");
        RedisLab right = node(redis.port(), ", password: right")) {
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
        RedisLab lab = node(redis.port(), "")) {
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

  @Test
  void theMetricsCountLookUpsThatFailAndAnswersThatAreNotTaken() throws Exception {
    try (RedisServer redis = RedisServer.start();
        RedisLab lab = node(redis.port(), "")) {
      // Given
      assertThat(lab.outcome("q")).isEqualTo("MISS");
      lab.awaitHit("q");
      assertThat(redis.say("CONFIG SET maxmemory 1")).startsWith("+OK");

      // When
      assertThat(lab.outcome("too much")).isEqualTo("MISS");
      await().atMost(Duration.ofSeconds(10)).until(() -> lab.metric("redis_dropped") > 0);
      redis.kill();

      // Then
      assertThat(lab.outcome("q")).isEqualTo("MISS");
      assertThat(lab.metric("redis_failures")).isPositive();
    }
  }

  @Test
  void aPingSaysWhetherTheServerIsThereAndTakesSomethingNew() throws Exception {
    try (RedisServer redis = RedisServer.start();
        RedisLab lab = node(redis.port(), "")) {
      // When
      JsonObject good = lab.ping(200);
      assertThat(redis.say("CONFIG SET maxmemory 1")).startsWith("+OK");
      JsonObject full = lab.ping(503);
      redis.kill();
      JsonObject away = lab.ping(503);

      // Then
      assertThat(good.getString("status")).isEqualTo("healthy");
      assertThat(good.getString("set_cache_response")).isEqualTo("success");
      assertThat(good.getJsonObject("redis_cache_params").getJsonArray("nodes"))
          .containsExactly("redis://127.0.0.1:" + redis.port());
      assertThat(full.getBoolean("ping_response")).isTrue();
      assertThat(full.getString("set_cache_response")).isEqualTo("failure");
      assertThat(away.getBoolean("ping_response")).isFalse();
      assertThat(away.getString("status")).isEqualTo("unhealthy");
    }
  }

  @Test
  void theReadinessDetailsSayHowTheServerIsAndTheNodeStaysReady() throws Exception {
    try (RedisServer redis = RedisServer.start();
        RedisLab lab = hasty(redis.port())) {
      // Given
      assertThat(lab.details()).isEqualTo("{\"type\":\"redis\",\"status\":\"healthy\"}");

      // When
      redis.freeze();
      String frozen = lab.details();
      redis.thaw();
      await().atMost(Duration.ofSeconds(10)).until(() -> lab.details().contains("healthy"));
      assertThat(redis.say("CONFIG SET maxmemory 1")).startsWith("+OK");
      assertThat(lab.outcome("too much")).isEqualTo("MISS");

      // Then
      assertThat(frozen).contains("\"away\"");
      await().atMost(Duration.ofSeconds(10)).until(() -> lab.details().contains("read_only"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"poison", "\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00x", ""})
  void aPoisonedValueIsAMiss(String poison) throws Exception {
    try (RedisServer redis = RedisServer.start();
        RedisLab lab = node(redis.port(), "")) {
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
        RedisLab lab = node(redis.port(), ", near: true")) {
      // Given
      assertThat(lab.outcome("q")).isEqualTo("MISS");
      redis.kill();

      // When
      String again = lab.outcome("q");

      // Then
      assertThat(again).isEqualTo("HIT");
    }
  }

  @Test
  void whatIsFlushedIsGoneAndNothingElseIs() throws Exception {
    try (RedisServer redis = RedisServer.start();
        RedisLab lab = node(redis.port(), ", near: true")) {
      // Given
      assertThat(lab.outcome("q")).isEqualTo("MISS");
      lab.awaitHit("q");
      assertThat(redis.say("SET mine 1")).startsWith("+OK");
      await().atMost(Duration.ofSeconds(10)).until(() -> redis.say("DBSIZE").startsWith(":2"));

      // When
      Answer flushed = lab.flush();

      // Then
      assertThat(flushed.status()).isEqualTo(200);
      assertThat(redis.say("DBSIZE")).startsWith(":1");
      assertThat(lab.outcome("q")).isEqualTo("MISS");
    }
  }
}
