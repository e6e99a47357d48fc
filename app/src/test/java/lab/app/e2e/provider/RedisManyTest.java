package lab.app.e2e.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import lab.app.FreePorts;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Answers in a cluster of Redis servers, and in one that fails over. */
@EnabledIf("lab.app.e2e.provider.RedisServer#isInstalled")
@Timeout(90)
class RedisManyTest {
  private static final int QUESTIONS = 24;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir private Path folder = Path.of("");

  private RedisLab node(String params) throws Exception {
    return RedisLab.start(Files.createDirectory(folder.resolve("node")), params);
  }

  @Test
  void answersAreSpreadOverTheServersOfACluster() throws Exception {
    try (RedisCluster cluster = RedisCluster.start(folder);
        RedisLab lab = node("redis_startup_nodes: " + cluster.nodes())) {
      // When
      for (int i = 0; i < QUESTIONS; i++) {
        assertThat(lab.outcome("question " + i)).isEqualTo("MISS");
      }

      // Then
      for (int i = 0; i < QUESTIONS; i++) {
        lab.awaitHit("question " + i);
      }
      assertThat(cluster.keys()).allMatch(keys -> keys > 0);
    }
  }

  @Test
  void aServerOfAClusterThatIsKilledHoldsNobodyUp() throws Exception {
    try (RedisCluster cluster = RedisCluster.start(folder);
        RedisLab lab = node("redis_startup_nodes: " + cluster.nodes())) {
      // Given
      assertThat(lab.outcome("before")).isEqualTo("MISS");
      lab.awaitHit("before");
      cluster.server(1).kill();

      // When
      Instant begun = Instant.now();
      for (int i = 0; i < QUESTIONS; i++) {
        assertThat(lab.outcome("later " + i)).isEqualTo("MISS");
      }

      // Then
      assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(5));
    }
  }

  @Test
  void whatIsFlushedAndDeletedIsGoneFromAllServersOfACluster() throws Exception {
    try (RedisCluster cluster = RedisCluster.start(folder);
        RedisLab lab = node("redis_startup_nodes: " + cluster.nodes())) {
      // Given
      for (int i = 0; i < QUESTIONS; i++) {
        assertThat(lab.outcome("question " + i)).isEqualTo("MISS");
      }
      await().atMost(PATIENCE).until(() -> sum(cluster.keys()) == QUESTIONS);

      // When
      Answer deleted = lab.delete(lab.keys("question 0", "question 1", "question 2"));
      int left = sum(cluster.keys());
      Answer flushed = lab.flush();

      // Then
      assertThat(deleted.status()).isEqualTo(200);
      assertThat(left).isEqualTo(QUESTIONS - 3);
      assertThat(flushed.status()).isEqualTo(200);
      assertThat(sum(cluster.keys())).isZero();
    }
  }

  private static int sum(List<Integer> keys) {
    return keys.stream().mapToInt(Integer::intValue).sum();
  }

  @Test
  void aFailoverHoldsNobodyUpAndTheNewMasterHasTheAnswers() throws Exception {
    try (RedisSentinel sentinel = RedisSentinel.start(folder);
        RedisLab lab =
            node(
                "sentinel_nodes: [[127.0.0.1, %d]], service_name: %s"
                    .formatted(sentinel.port(), RedisSentinel.SERVICE))) {
      // Given
      assertThat(lab.outcome("before")).isEqualTo("MISS");
      lab.awaitHit("before");
      sentinel.master().kill();

      // When
      Instant begun = Instant.now();
      for (int i = 0; i < QUESTIONS; i++) {
        assertThat(lab.outcome("meanwhile " + i)).isIn("MISS", "HIT");
      }
      Duration took = Duration.between(begun, Instant.now());
      sentinel.awaitFailover();

      // Then
      assertThat(took).isLessThan(Duration.ofSeconds(5));
      lab.awaitHit("before");
      assertThat(lab.outcome("after")).isEqualTo("MISS");
      lab.awaitHit("after");
    }
  }

  @Test
  void sentinelsAndServersMayHavePasswordsOfTheirOwn() throws Exception {
    try (RedisSentinel sentinel = RedisSentinel.start(folder, "of-servers", "of-sentinels");
        RedisLab lab =
            node(
                ("sentinel_nodes: [[127.0.0.1, %d]], service_name: %s, lookup_timeout: 2s,"
                        + " password: of-servers, sentinel_password: of-sentinels")
                    .formatted(sentinel.port(), RedisSentinel.SERVICE))) {
      // Given
      assertThat(lab.outcome("before")).isEqualTo("MISS");
      lab.awaitHit("before");

      // When
      sentinel.master().kill();
      sentinel.awaitFailover();

      // Then
      lab.awaitHit("before");
    }
  }

  @Test
  void sentinelsThatDoNotKnowTheUserOfTheirServersAreAskedWithout() throws Exception {
    try (RedisSentinel sentinel = RedisSentinel.knowing(folder, "alice", "of-alice");
        RedisLab lab =
            node(
                ("sentinel_nodes: [[127.0.0.1, %d]], service_name: %s, lookup_timeout: 2s,"
                        + " username: alice, password: of-alice")
                    .formatted(sentinel.port(), RedisSentinel.SERVICE))) {
      // When
      String first = lab.outcome("q");

      // Then
      assertThat(first).isEqualTo("MISS");
      lab.awaitHit("q");
      assertThat(sentinel.master().say("CLIENT LIST")).contains("user=alice");
    }
  }

  @Test
  @Tag("soak")
  void aSentinelThatIsGoneIsNoHarmWhereAnotherAnswersOrTheServerIsKnown() throws Exception {
    try (RedisSentinel sentinel = RedisSentinel.start(folder);
        RedisLab lab =
            node(
                ("sentinel_nodes: [[127.0.0.1, %d], [127.0.0.1, %d]], service_name: %s,"
                        + " lookup_timeout: 2s")
                    .formatted(FreePorts.one(), sentinel.port(), RedisSentinel.SERVICE))) {
      // Given
      assertThat(lab.outcome("before")).isEqualTo("MISS");
      lab.awaitHit("before");

      // When
      sentinel.killSentinel();

      // Then: also once what it told is old
      await()
          .during(Duration.ofMillis(1_500))
          .atMost(PATIENCE)
          .until(() -> lab.outcome("before").equals("HIT"));
    }
  }
}
