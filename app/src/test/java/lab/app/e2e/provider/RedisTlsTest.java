package lab.app.e2e.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import lab.app.SelfSigned;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A Redis that speaks TLS, with a certificate of an authority that nobody else knows. */
@EnabledIf("lab.app.e2e.provider.RedisServer#isInstalled")
class RedisTlsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir private static Path certificates = Path.of("");
  private static SelfSigned server;
  private static SelfSigned client;

  @TempDir private Path folder = Path.of("");

  @BeforeAll
  static void makeCertificates() throws Exception {
    server = SelfSigned.of(certificates, "server", "EC");
    client = SelfSigned.of(certificates, "client", "EC");
  }

  /**
   * Starts one that shows its certificate, for 127.0.0.1.
   *
   * @param clients whether they have to show one: yes or no
   */
  private static RedisServer secured(String clients) throws Exception {
    List<String> options = RedisSecured.by(certificates, server, client, clients).options();
    return RedisServer.start(options.toArray(String[]::new));
  }

  private RedisLab node(RedisServer redis, String more) throws Exception {
    return RedisLab.start(
        Files.createDirectory(folder.resolve("node")),
        "port: %d, ssl: true, lookup_timeout: 2s, %s".formatted(redis.servedPort(), more));
  }

  private static String trusting() {
    return "ssl_ca_certs: " + server.certificate();
  }

  /** It says so, and serves all the same. */
  private static void goesOnWithoutRedis(RedisLab lab) throws Exception {
    assertThat(lab.outcome("q")).isEqualTo("MISS");
    assertThat(lab.outcome("q")).isEqualTo("MISS");
    assertThat(lab.details()).contains("\"away\"");
  }

  @Test
  void aServerOfAnAuthorityThatTheConfigurationNamesIsUsed() throws Exception {
    try (RedisServer redis = secured("no");
        RedisLab lab = node(redis, trusting())) {
      // When
      String first = lab.outcome("q");

      // Then
      assertThat(first).isEqualTo("MISS");
      lab.awaitHit("q");
      assertThat(redis.say("DBSIZE")).startsWith(":1");
    }
  }

  @Test
  void aServerOfAnAuthorityThatNobodyKnowsIsNot() throws Exception {
    try (RedisServer redis = secured("no");
        RedisLab lab = node(redis, "ssl_ca_certs: " + client.certificate())) {
      goesOnWithoutRedis(lab);
    }
  }

  @Test
  void aServerWithTheNameOfAnotherIsUsedOnlyWhereNamesAreNotLookedAt() throws Exception {
    try (RedisServer redis = secured("no");
        RedisLab lab = node(redis, "host: localhost, " + trusting())) {
      goesOnWithoutRedis(lab);
    }
    Path unused = Files.move(folder.resolve("node"), folder.resolve("before"));
    try (RedisServer redis = secured("no");
        RedisLab lab = node(redis, "host: localhost, ssl_check_hostname: false, " + trusting())) {
      assertThat(lab.outcome("q")).isEqualTo("MISS");
      lab.awaitHit("q");
    }
  }

  @Test
  void anyCertificateWillDoWhereNoneIsAskedFor() throws Exception {
    try (RedisServer redis = secured("no");
        RedisLab lab = node(redis, "host: localhost, ssl_cert_reqs: none")) {
      assertThat(lab.outcome("q")).isEqualTo("MISS");
      lab.awaitHit("q");
    }
  }

  @Test
  void aServerThatAsksForACertificateIsShownTheConfiguredOne() throws Exception {
    try (RedisServer redis = secured("yes");
        RedisLab lab =
            node(
                redis,
                "ssl_certfile: %s, ssl_keyfile: %s, %s"
                    .formatted(client.certificate(), client.key(), trusting()))) {
      assertThat(lab.outcome("q")).isEqualTo("MISS");
      lab.awaitHit("q");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ssl_certfile: /nowhere.pem, "})
  void aServerThatIsShownNoneIsGoneWithout(String shown) throws Exception {
    try (RedisServer redis = secured("yes");
        RedisLab lab = node(redis, shown + trusting())) {
      goesOnWithoutRedis(lab);
    }
  }

  @Test
  void theLogSaysWhatIsWrongWithACertificate() throws Exception {
    try (RedisServer redis = secured("no");
        RedisLines lines = new RedisLines();
        RedisLab lab = node(redis, "ssl_ca_certs: " + client.certificate())) {
      // When
      await()
          .atMost(PATIENCE)
          .until(() -> lab.outcome("q").equals("MISS") && !lines.all().isEmpty());

      // Then
      assertThat(lines.all())
          .singleElement()
          .asString()
          .startsWith("redis is away; answers are kept without it")
          .contains("certification path");
    }
  }
}
