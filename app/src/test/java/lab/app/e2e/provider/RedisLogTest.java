package lab.app.e2e.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** A Redis that is away is told of once, and once that it is back, whatever ails it. */
@EnabledIf("lab.app.e2e.provider.RedisServer#isInstalled")
@Timeout(90)
class RedisLogTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Two of the rests after which it is asked again. */
  private static final Duration LONG_AWAY = Duration.ofMillis(2_500);

  private static final String AWAY = "redis is away; answers are kept without it";
  private static final String BACK = "redis is back";

  @TempDir private Path folder = Path.of("");

  /** Asks on until that is so, as only who asks finds anything out. */
  private static void askUntil(RedisLab lab, Callable<Boolean> so) {
    await().atMost(PATIENCE).until(() -> !lab.outcome("q").isEmpty() && so.call());
  }

  /** It is away for long, and asked all the while. */
  private static void askWhileAway(RedisLab lab, RedisLines lines) {
    askUntil(lab, () -> !lines.all().isEmpty());
    await()
        .during(LONG_AWAY)
        .atMost(PATIENCE)
        .until(() -> lab.outcome("q").equals("MISS") && lines.all().size() == 1);
  }

  /** That one line for each of both changes is all. */
  private static void assertAwayAndBack(RedisLab lab, RedisLines lines, String because) {
    lab.awaitHit("q");
    assertThat(lines.all()).hasSize(2);
    assertThat(lines.all().getFirst()).startsWith(AWAY).contains(because);
    assertThat(lines.all().getLast()).isEqualTo(BACK);
  }

  private static void awaitKept(RedisLab lab) throws Exception {
    assertThat(lab.outcome("q")).isEqualTo("MISS");
    lab.awaitHit("q");
  }

  @Test
  void aServerThatIsFrozenIsToldOfTwice() throws Exception {
    try (RedisServer redis = RedisServer.start();
        RedisLab lab = RedisLab.hasty(folder, redis.port());
        RedisLines lines = new RedisLines()) {
      // Given
      awaitKept(lab);

      // When
      redis.freeze();
      askWhileAway(lab, lines);
      redis.thaw();

      // Then
      assertAwayAndBack(lab, lines, "it does not answer in time");
    }
  }

  @Test
  @Tag("soak")
  void aServerThatIsSlowIsToldOfTwice() throws Exception {
    try (RedisServer redis = RedisServer.start();
        SlowProxy slow = SlowProxy.before(redis.port(), Duration.ZERO);
        RedisLab lab = RedisLab.hasty(folder, slow.port());
        RedisLines lines = new RedisLines()) {
      // Given
      awaitKept(lab);

      // When
      slow.delay(Duration.ofMillis(400));
      askWhileAway(lab, lines);
      slow.delay(Duration.ZERO);

      // Then
      assertAwayAndBack(lab, lines, "it does not answer in time");
    }
  }

  @Test
  void aServerThatIsKilledAndRestartedIsToldOfTwice() throws Exception {
    try (RedisServer redis = RedisServer.start();
        RedisLab lab = RedisLab.patient(folder, redis.port(), "");
        RedisLines lines = new RedisLines()) {
      // Given
      awaitKept(lab);

      // When
      redis.kill();
      askWhileAway(lab, lines);
      redis.restart();

      // Then
      assertAwayAndBack(lab, lines, "refused");
    }
  }

  @Test
  @Tag("soak")
  void aServerWithAnotherPasswordIsToldOfTwice() throws Exception {
    try (RedisServer redis = RedisServer.start("--requirepass", "right");
        RedisLines lines = new RedisLines();
        RedisLab lab = RedisLab.patient(folder, redis.port(), ", password: wrong")) {
      // Given: it is told of before anybody asks
      await().atMost(PATIENCE).until(() -> !lines.all().isEmpty());

      // When
      askWhileAway(lab, lines);
      assertThat(redis.say("CONFIG SET requirepass wrong")).startsWith("+OK");

      // Then
      assertAwayAndBack(lab, lines, "WRONGPASS");
    }
  }

  @Test
  void aServerThatIsFullIsToldOfTwice() throws Exception {
    try (RedisServer redis = RedisServer.start();
        RedisLab lab = RedisLab.patient(folder, redis.port(), "");
        RedisLines lines = new RedisLines()) {
      // Given
      assertThat(redis.say("CONFIG SET maxmemory 1")).startsWith("+OK");

      // When
      askWhileAway(lab, lines);
      assertThat(redis.say("CONFIG SET maxmemory 0")).startsWith("+OK");

      // Then
      lab.awaitHit("q");
      assertThat(lines.all()).hasSize(2);
      assertThat(lines.all().getFirst()).startsWith("redis keeps no answers").contains("OOM");
      assertThat(lines.all().getLast()).isEqualTo("redis keeps answers again");
    }
  }

  @Test
  void aFailoverIsToldOfTwice() throws Exception {
    try (RedisSentinel sentinel = RedisSentinel.start(folder);
        RedisLab lab =
            RedisLab.start(
                Files.createDirectory(folder.resolve("node")),
                "sentinel_nodes: [[127.0.0.1, %d]], service_name: %s, lookup_timeout: 2s"
                    .formatted(sentinel.port(), RedisSentinel.SERVICE));
        RedisLines lines = new RedisLines()) {
      // Given
      awaitKept(lab);
      sentinel.bear(PATIENCE);

      // When
      sentinel.master().kill();
      askUntil(lab, () -> !lines.all().isEmpty());
      sentinel.bear(Duration.ofMillis(500));
      sentinel.awaitFailover();

      // Then
      askUntil(lab, () -> lines.all().contains(BACK));
      assertAwayAndBack(lab, lines, "");
    }
  }
}
