package lab.app.e2e.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import lab.testkit.answers.Answers;
import lab.testkit.wire.Flavour;
import lab.testkit.wire.Said;
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

  private Lab node(RedisServer redis, String more) throws Exception {
    Path own = Files.createDirectory(folder.resolve("node-" + nodes++));
    Lab lab =
        Lab.start(
            own,
            Map.of(
                "gateway.yaml",
                """
                litellm_settings:
                  cache: true
                  cache_params: {type: redis, port: %d%s}
                """
                    .formatted(redis.port(), more),
                "providers.yaml",
                """
                health_checks: {enabled: false}
                providers:
                  good: {type: vllm, base_url: "@good", models: [m]}
                """));
    lab.provider("good").otherwise(Answers.chat(Flavour.OPENAI, "m", Said.words("Hello")));
    return lab;
  }

  private static String question(String words) {
    return "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"" + words + "\"}]}";
  }

  private static String outcome(Lab lab, String words) throws Exception {
    Answer answer = lab.ask(question(words));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.said()).isEqualTo("Hello");
    return String.valueOf(answer.header("x-lab-cache"));
  }

  private static void awaitHit(Lab lab, String words) {
    await().atMost(Duration.ofSeconds(10)).until(() -> outcome(lab, words).equals("HIT"));
  }

  @Test
  void whatOneNodeHasAskedAnotherKnows() throws Exception {
    try (RedisServer redis = RedisServer.start();
        Lab one = node(redis, "");
        Lab other = node(redis, "")) {
      // Given
      assertThat(outcome(one, "shared")).isEqualTo("MISS");
      awaitHit(one, "shared");

      // When
      String found = outcome(other, "shared");

      // Then
      assertThat(found).isEqualTo("HIT");
      assertThat(other.provider("good").requests()).isEmpty();
    }
  }

  @Test
  void aServerThatFreezesHoldsNobodyUpAndIsUsedAgainWhenItIsBack() throws Exception {
    try (RedisServer redis = RedisServer.start();
        Lab lab = node(redis, "")) {
      // Given
      assertThat(outcome(lab, "before")).isEqualTo("MISS");
      awaitHit(lab, "before");
      redis.freeze();

      // When
      Instant begun = Instant.now();
      for (int i = 0; i < 10; i++) {
        assertThat(outcome(lab, "frozen " + i)).isEqualTo("MISS");
      }

      // Then
      assertThat(Duration.between(begun, Instant.now())).isLessThan(WITHOUT_WAITING);
      redis.thaw();
      awaitHit(lab, "before");
    }
  }

  @Test
  void aServerThatIsKilledHoldsNobodyUpAndIsUsedAgainWhenItIsBack() throws Exception {
    try (RedisServer redis = RedisServer.start();
        Lab lab = node(redis, "")) {
      // Given
      assertThat(outcome(lab, "before")).isEqualTo("MISS");
      awaitHit(lab, "before");
      redis.kill();

      // When
      Instant begun = Instant.now();
      for (int i = 0; i < 10; i++) {
        assertThat(outcome(lab, "away " + i)).isEqualTo("MISS");
      }

      // Then
      assertThat(Duration.between(begun, Instant.now())).isLessThan(WITHOUT_WAITING);
      redis.restart();
      awaitHit(lab, "after");
    }
  }

  @Test
  void aWrongPasswordIsNoHarm() throws Exception {
    try (RedisServer redis = RedisServer.start("--requirepass", "right");
        Lab wrong = node(redis, ", password: wrong");
        Lab right = node(redis, ", password: right")) {
      // When
      String first = outcome(wrong, "q");
      String second = outcome(wrong, "q");

      // Then
      assertThat(first).isEqualTo("MISS");
      assertThat(second).isEqualTo("MISS");
      awaitHit(right, "q");
    }
  }

  @Test
  void aServerThatIsFullStillGivesWhatItHas() throws Exception {
    try (RedisServer redis = RedisServer.start();
        Lab lab = node(redis, "")) {
      // Given
      assertThat(outcome(lab, "before")).isEqualTo("MISS");
      awaitHit(lab, "before");
      assertThat(redis.say("CONFIG SET maxmemory 1")).startsWith("+OK");

      // When
      String refused = outcome(lab, "too much");
      String again = outcome(lab, "too much");

      // Then
      assertThat(refused).isEqualTo("MISS");
      assertThat(again).isEqualTo("MISS");
      assertThat(outcome(lab, "before")).isEqualTo("HIT");
    }
  }

  private static String saidOfTheCache(Lab lab) throws Exception {
    try (Client operator = lab.client()) {
      Answer details = operator.get("/health/readiness/details").answer();
      assertThat(details.status()).isEqualTo(200);
      return details.json().getJsonObject("cache").encode();
    }
  }

  @Test
  void theReadinessDetailsSayHowTheServerIsAndTheNodeStaysReady() throws Exception {
    try (RedisServer redis = RedisServer.start();
        Lab lab = node(redis, "")) {
      // Given
      assertThat(saidOfTheCache(lab)).isEqualTo("{\"type\":\"redis\",\"status\":\"healthy\"}");

      // When
      redis.freeze();
      String frozen = saidOfTheCache(lab);
      redis.thaw();
      await().atMost(Duration.ofSeconds(10)).until(() -> saidOfTheCache(lab).contains("healthy"));
      assertThat(redis.say("CONFIG SET maxmemory 1")).startsWith("+OK");
      assertThat(outcome(lab, "too much")).isEqualTo("MISS");

      // Then
      assertThat(frozen).contains("\"away\"");
      await().atMost(Duration.ofSeconds(10)).until(() -> saidOfTheCache(lab).contains("read_only"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"poison", "\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00x", ""})
  void aPoisonedValueIsAMiss(String poison) throws Exception {
    try (RedisServer redis = RedisServer.start();
        Lab lab = node(redis, "")) {
      // Given
      assertThat(outcome(lab, "q")).isEqualTo("MISS");
      awaitHit(lab, "q");
      String key = String.valueOf(lab.ask(question("q")).header("x-litellm-cache-key"));

      // When
      assertThat(redis.say("SET lab:answer:" + key + " \"" + poison + "\"")).startsWith("+OK");

      // Then
      assertThat(outcome(lab, "q")).isEqualTo("MISS");
    }
  }

  @Test
  void withBothTheNodeAnswersWithoutTheServer() throws Exception {
    try (RedisServer redis = RedisServer.start();
        Lab lab = node(redis, ", near: true")) {
      // Given
      assertThat(outcome(lab, "q")).isEqualTo("MISS");
      redis.kill();

      // When
      String again = outcome(lab, "q");

      // Then
      assertThat(again).isEqualTo("HIT");
    }
  }

  @Test
  void whatIsFlushedIsGoneAndNothingElseIs() throws Exception {
    try (RedisServer redis = RedisServer.start();
        Lab lab = node(redis, ", near: true");
        Client operator = lab.client()) {
      // Given
      assertThat(outcome(lab, "q")).isEqualTo("MISS");
      awaitHit(lab, "q");
      assertThat(redis.say("SET mine 1")).startsWith("+OK");
      await().atMost(Duration.ofSeconds(10)).until(() -> redis.say("DBSIZE").startsWith(":2"));

      // When
      Answer flushed = operator.post("/cache/flushall", "{}").answer();

      // Then
      assertThat(flushed.status()).isEqualTo(200);
      assertThat(redis.say("DBSIZE")).startsWith(":1");
      assertThat(outcome(lab, "q")).isEqualTo("MISS");
    }
  }
}
