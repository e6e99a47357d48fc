package lab.app;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import lab.app.ClusterOptions.BusTls;
import lab.config.KeyHash;
import lab.contract.Heartbeat;
import lab.testkit.answers.ChatStream;
import lab.testkit.script.Exchange;
import lab.testkit.script.Gate;
import lab.testkit.script.Reply;
import lab.testkit.script.ScriptedProvider;
import lab.testkit.wire.Flavour;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Three nodes that read answers under way from each other by TLS, for callers with keys. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecuredFlightsTest {
  private static final String ONE = "sk-one-key-of-this-test";
  private static final String OTHER = "sk-other-key-of-this-test";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Vertx vertx = Vertx.vertx();
  private ScriptedProvider provider;
  private TestCluster cluster;
  private List<TestNode> nodes;
  private SelfSigned ours;
  private SelfSigned strange;
  private int questions;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    provider = ScriptedProvider.start(vertx).await(10, SECONDS);
    provider.otherwise(stream("Hello").body(ending()));
    ours = SelfSigned.of(folder, "ours");
    strange = SelfSigned.of(folder, "strange");
    BusTls tls = new BusTls(ours.certificate(), ours.key(), ours.certificate());
    cluster = new TestCluster(Files.createDirectory(folder.resolve("nodes")), files(), 3);
    nodes = cluster.startAll(tls, "a", "b", "c");
  }

  @AfterAll
  void stop() throws Exception {
    cluster.close();
    var unused = vertx.close().await(10, SECONDS);
  }

  private Map<String, String> files() {
    return Map.of(
        "providers.yaml",
        """
        health_checks: {enabled: false}
        providers:
          good: {type: vllm, base_url: "%s", models: [m]}
        """
            .formatted(provider.address()),
        "gateway.yaml",
        """
        general_settings: {master_key: sk-master-key-of-this-test}
        litellm_settings:
          cache: true
          cache_params: {single_flight_claim_timeout: 5s, single_flight_peer_timeout: 10s}
        """,
        "keys.yaml",
        """
        keys:
          one: {sha256: %s}
          other: {sha256: %s}
        """
            .formatted(KeyHash.of(ONE).hex(), KeyHash.of(OTHER).hex()));
  }

  private static ChatStream chunks() {
    return ChatStream.of(Flavour.VLLM, "m");
  }

  private static Reply stream(String words) {
    return Reply.ok()
        .header("content-type", "text/event-stream")
        .body(chunks().role().text())
        .body(chunks().says(words).text());
  }

  private static String ending() {
    return chunks().finishes("stop").usage(3, 2).done().text();
  }

  /** Asks the newest question; completes with the head of the answer. */
  private CompletableFuture<HttpResponse<InputStream>> ask(int node, String key) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(nodes.get(node).base() + "/v1/chat/completions"))
            .timeout(PATIENCE)
            .header("content-type", "application/json")
            .header("authorization", "Bearer " + key)
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"model\":\"m\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"q %d\"}]}"
                        .formatted(questions)))
            .build();
    return CLIENT.sendAsync(request, BodyHandlers.ofInputStream());
  }

  /** Kept for all tests: what they have in common is no state. */
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private static HttpResponse<InputStream> head(CompletableFuture<HttpResponse<InputStream>> asked)
      throws Exception {
    return asked.get(PATIENCE.toSeconds(), SECONDS);
  }

  private static String outcome(HttpResponse<?> answer) {
    return answer.headers().firstValue("x-lab-cache").orElse("none");
  }

  private static String whole(HttpResponse<InputStream> answer) throws IOException {
    return new String(answer.body().readAllBytes(), StandardCharsets.UTF_8);
  }

  private Future<Exchange> nextRequest() {
    return provider.awaitRequest(provider.requests().size() + 1);
  }

  @Test
  void aFollowerReadsTheAnswerFromAnotherNode() throws Exception {
    // Given
    questions++;
    Gate gate = new Gate();
    provider.then(stream("Hel").at(gate).body(ending()));
    Future<Exchange> upstream = nextRequest();
    int before = provider.requests().size();
    var leader = ask(0, ONE);
    var unused = upstream.await(10, SECONDS);

    // When
    HttpResponse<InputStream> follower = head(ask(1, ONE));
    gate.open();

    // Then
    assertThat(outcome(follower)).isEqualTo("SHARED");
    assertThat(whole(follower)).contains("Hel").isEqualTo(whole(head(leader)));
    assertThat(provider.requests()).hasSize(before + 1);
  }

  @Test
  void twoCallersNeverGetEachOthersAnswersAtAnyNode() throws Exception {
    // Given
    questions++;
    Gate gate = new Gate();
    provider.then(
        stream("for one").at(gate).body(ending()), stream("for the other").body(ending()));
    Future<Exchange> upstream = nextRequest();
    var one = ask(0, ONE);
    var unused = upstream.await(10, SECONDS);

    // When: at the same time, and once both are kept
    HttpResponse<InputStream> other = head(ask(1, OTHER));
    String toldOther = whole(other);
    gate.open();
    String toldOne = whole(head(one));
    String otherElsewhere = whole(head(ask(0, OTHER)));
    String oneElsewhere = whole(head(ask(1, ONE)));

    // Then
    assertThat(outcome(other)).isEqualTo("MISS");
    assertThat(toldOther).contains("for the other").doesNotContain("for one");
    assertThat(toldOne).contains("for one").doesNotContain("for the other");
    assertThat(otherElsewhere).contains("[DONE]").doesNotContain("for one");
    assertThat(oneElsewhere).contains("[DONE]").doesNotContain("for the other");
    HttpResponse<InputStream> kept = head(ask(0, ONE));
    assertThat(outcome(kept)).isEqualTo("HIT");
    assertThat(whole(kept)).isEqualTo(toldOne);
  }

  private HttpResponse<String> read(String scheme, SSLContext context) throws Exception {
    String peer =
        nodes
            .getLast()
            .heartbeats()
            .filter(one -> one.node().value().equals("a"))
            .map(Heartbeat::peer)
            .findFirst()
            .orElseThrow();
    URI flight = URI.create(scheme + "://" + peer + "/flights/a/key");
    try (HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(context)
            .connectTimeout(PATIENCE)
            .build()) {
      return client.send(
          HttpRequest.newBuilder(flight).timeout(PATIENCE).build(), BodyHandlers.ofString());
    }
  }

  /**
   * @param shown whose certificate is shown, or null for none
   */
  private SSLContext showing(@Nullable SelfSigned shown) throws Exception {
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("node", ours.shown());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(shown == null ? new KeyManager[0] : keys(shown), trust.getTrustManagers(), null);
    return context;
  }

  private static KeyManager[] keys(SelfSigned shown) throws Exception {
    char[] password = SelfSigned.PASSWORD.toCharArray();
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(KeyStore.getInstance(shown.keystore().toFile(), password), password);
    return keys.getKeyManagers();
  }

  @Test
  void whoShowsNoCertificateOrAStrangersIsNotHeardAndWhoShowsOneHasToSign() throws Exception {
    assertThat(read("https", showing(ours)).statusCode()).isEqualTo(403);
    assertThatThrownBy(() -> read("https", showing(null))).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> read("https", showing(strange))).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> read("http", showing(ours))).isInstanceOf(IOException.class);
  }
}
