package lab.app.e2e.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import lab.app.SelfSigned;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * A cluster of Redis servers, and one with sentinels, that speak TLS with everybody and ask
 * everybody for a certificate.
 */
@EnabledIf("lab.app.e2e.provider.RedisServer#isInstalled")
@Timeout(90)
class RedisTlsManyTest {
  private static final int QUESTIONS = 12;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir private static Path shared = Path.of("");
  private static SelfSigned server;
  private static SelfSigned client;
  private static RedisSecured secured;
  private static RedisCluster cluster;

  @TempDir private Path folder = Path.of("");

  @BeforeAll
  static void startCluster() throws Exception {
    server = SelfSigned.of(shared, "server", "EC");
    client = SelfSigned.of(shared, "client", "EC");
    secured = RedisSecured.by(shared, server, client, "yes");
    cluster = RedisCluster.start(shared, secured);
  }

  @AfterAll
  static void stopCluster() {
    cluster.close();
  }

  private RedisLab node(String name, String more) throws Exception {
    return RedisLab.start(
        Files.createDirectory(folder.resolve(name)),
        "ssl: true, ssl_certfile: %s, ssl_keyfile: %s, lookup_timeout: 2s, %s"
            .formatted(client.certificate(), client.key(), more));
  }

  private static String trusting(SelfSigned authority) {
    return ", ssl_ca_certs: " + authority.certificate();
  }

  private static String members() {
    return "redis_startup_nodes: " + cluster.nodes();
  }

  @Test
  void answersAreSpreadOverTheServersOfAClusterAndFlushedFromAllOfThem() throws Exception {
    try (RedisLab lab = node("node", members() + trusting(server))) {
      // Given
      for (int i = 0; i < QUESTIONS; i++) {
        assertThat(lab.outcome("question " + i)).isEqualTo("MISS");
      }
      for (int i = 0; i < QUESTIONS; i++) {
        lab.awaitHit("question " + i);
      }
      assertThat(cluster.keys()).allMatch(keys -> keys > 0);

      // When
      Answer flushed = lab.flush();

      // Then
      assertThat(flushed.status()).isEqualTo(200);
      assertThat(cluster.keys()).allMatch(keys -> keys == 0);
      assertThat(lab.get("/metrics").body())
          .contains("vertx_pool_")
          .doesNotContain("pool_type=\"redis\"");
    }
  }

  @Test
  void theLogSaysWhatIsWrongWithTheCertificateOfACluster() throws Exception {
    try (RedisLines lines = new RedisLines();
        RedisLab lab = node("node", members() + trusting(client))) {
      // When
      await()
          .atMost(PATIENCE)
          .until(() -> lab.outcome("unknown").equals("MISS") && !lines.all().isEmpty());

      // Then
      assertThat(lines.all())
          .singleElement()
          .asString()
          .startsWith("redis is away; answers are kept without it")
          .contains("certification path");
    }
  }

  @Test
  void serversThatAClusterNamesOtherwiseThanTheirCertificateAreUsedOnlyWhereNamesAreNotLookedAt()
      throws Exception {
    cluster.name("localhost");
    try (RedisLines lines = new RedisLines();
        RedisLab strict = node("strict", members() + trusting(server));
        RedisLab lax = node("lax", members() + trusting(server) + ", ssl_check_hostname: false")) {
      // When
      String first = strict.outcome("named");
      String second = strict.outcome("named");
      await().atMost(PATIENCE).until(() -> !lines.all().isEmpty());

      // Then
      assertThat(first).isEqualTo("MISS");
      assertThat(second).isEqualTo("MISS");
      assertThat(strict.details()).contains("\"away\"");
      assertThat(lines.all())
          .singleElement()
          .asString()
          .contains("rediss://localhost:", "No name matching localhost found");
      assertThat(lax.outcome("other")).isEqualTo("MISS");
      lax.awaitHit("other");
    } finally {
      cluster.unname();
    }
  }

  @Test
  void theNewMasterThatASentinelTellsHasTheAnswers() throws Exception {
    try (RedisSentinel sentinel = RedisSentinel.start(folder, secured);
        RedisLab lab =
            node(
                "node",
                "sentinel_nodes: [[127.0.0.1, %d]], service_name: %s%s"
                    .formatted(sentinel.port(), RedisSentinel.SERVICE, trusting(server)))) {
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
}
