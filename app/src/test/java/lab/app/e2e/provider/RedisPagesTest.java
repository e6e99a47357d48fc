package lab.app.e2e.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** What operators see of a Redis that keeps answers, and what they do there. */
@EnabledIf("lab.app.e2e.provider.RedisServer#isInstalled")
class RedisPagesTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void theMetricsCountLookUpsThatFailAndAnswersThatAreNotTaken() throws Exception {
    try (RedisServer redis = RedisServer.start();
        RedisLab lab = RedisLab.patient(folder, redis.port(), "")) {
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
        RedisLab lab = RedisLab.patient(folder, redis.port(), "")) {
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
        RedisLab lab = RedisLab.patient(folder, redis.port(), "")) {
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

  @Test
  void whatIsFlushedIsGoneAndNothingElseIs() throws Exception {
    try (RedisServer redis = RedisServer.start();
        RedisLab lab = RedisLab.patient(folder, redis.port(), ", near: true")) {
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
