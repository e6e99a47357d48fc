package lab.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import lab.app.SelfSigned;
import lab.app.TestNode;
import lab.config.Tls;
import lab.gateway.ingress.TlsFiles;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The port for clients where {@code server_settings.tls} has a certificate. */
class TlsTest extends WithScriptedNode {
  private static Path folder = Path.of(".");
  private static SelfSigned first;
  private static SelfSigned second;

  @BeforeAll
  static void makeCertificates(@TempDir Path made) throws Exception {
    folder = made;
    first = SelfSigned.of(made, "first");
    second = SelfSigned.of(made, "second");
  }

  private TestNode secured(String tls) throws Exception {
    String gateway = "server_settings: {tls: {" + tls + "}}\n";
    return TestNode.start(
        Files.createTempDirectory(folder, "node"),
        Map.of("providers.yaml", providers(), "gateway.yaml", gateway));
  }

  private static SSLContext trusting(SelfSigned... trusted) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    for (SelfSigned one : trusted) {
      store.setCertificateEntry(one.shown().getSubjectX500Principal().getName(), one.shown());
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  private static HttpResponse<String> chat(HttpClient client, TestNode node, String body)
      throws Exception {
    URI uri = URI.create("https://127.0.0.1:" + node.port() + CHAT);
    return client.send(
        HttpRequest.newBuilder(uri)
            .header("content-type", "application/json")
            .timeout(Duration.ofSeconds(10))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static X509Certificate shown(TestNode node) throws Exception {
    try (SSLSocket socket =
        (SSLSocket)
            trusting(first, second)
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), node.port())) {
      socket.setSoTimeout(10_000);
      socket.startHandshake();
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }

  @Test
  void chatsAreAnsweredOverTlsWithPemFiles() throws Exception {
    chatsAreAnswered(HttpClient.Version.HTTP_2);
  }

  @Test
  void aClientThatSpeaksNoHttp2IsAnsweredToo() throws Exception {
    chatsAreAnswered(HttpClient.Version.HTTP_1_1);
  }

  private void chatsAreAnswered(HttpClient.Version version) throws Exception {
    // Given
    provider.then(said("Hello to you")).then(streamed("in", " parts"));
    String tls = "certificate: '%s', key: '%s'".formatted(first.certificate(), first.key());
    try (TestNode node = secured(tls);
        HttpClient client =
            HttpClient.newBuilder().version(version).sslContext(trusting(first)).build()) {
      // When
      HttpResponse<String> whole = chat(client, node, HELLO);
      HttpResponse<String> stream = chat(client, node, HELLO_STREAMED);

      // Then
      assertThat(whole.statusCode()).isEqualTo(200);
      assertThat(whole.version()).isEqualTo(version);
      assertThat(whole.body()).contains("Hello to you");
      assertThat(stream.body()).contains(" parts").endsWith("data: [DONE]\n\n");
    }
  }

  @Test
  void aNodeIsNotReachedWithoutTls() throws Exception {
    String tls = "certificate: '%s', key: '%s'".formatted(first.certificate(), first.key());
    try (TestNode node = secured(tls)) {
      assertThatThrownBy(() -> Wire.ask(node.port(), Wire.head("GET", "/health/liveness")))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void aPkcs12StoreDoesAsWell() throws Exception {
    String tls = "keystore: '%s', password: '%s'".formatted(first.keystore(), SelfSigned.PASSWORD);
    try (TestNode node = secured(tls)) {
      assertThat(shown(node)).isEqualTo(first.shown());
    }
  }

  @Test
  void aRenewedCertificateIsShownAndConnectionsStay() throws Exception {
    // Given: a client whose connection is kept, that trusts only the first
    Path certificate = folder.resolve("live.pem");
    Path key = folder.resolve("live.key");
    Files.copy(first.certificate(), certificate, StandardCopyOption.REPLACE_EXISTING);
    Files.copy(first.key(), key, StandardCopyOption.REPLACE_EXISTING);
    try (TestNode node = secured("certificate: '%s', key: '%s'".formatted(certificate, key));
        HttpClient old = HttpClient.newBuilder().sslContext(trusting(first)).build()) {
      assertThat(chat(old, node, HELLO).statusCode()).isEqualTo(200);

      // When: one file after the other, as tools do
      Files.copy(second.certificate(), certificate, StandardCopyOption.REPLACE_EXISTING);
      assertThat(shown(node)).isEqualTo(first.shown());
      Files.copy(second.key(), key, StandardCopyOption.REPLACE_EXISTING);

      // Then
      await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(() -> assertThat(shown(node)).isEqualTo(second.shown()));
      assertThat(chat(old, node, HELLO).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aRenewedPkcs12StoreIsShownAndConnectionsStay() throws Exception {
    // Given
    Path store = folder.resolve("live.p12");
    Files.copy(first.keystore(), store);
    String tls = "keystore: '%s', password: '%s'".formatted(store, SelfSigned.PASSWORD);
    try (TestNode node = secured(tls);
        HttpClient old = HttpClient.newBuilder().sslContext(trusting(first)).build()) {
      assertThat(chat(old, node, HELLO).statusCode()).isEqualTo(200);
      assertThat(shown(node)).isEqualTo(first.shown());

      // When: half of it first
      byte[] renewed = Files.readAllBytes(second.keystore());
      Path half = Files.write(store, Arrays.copyOf(renewed, renewed.length / 2));
      assertThat(shown(node)).isEqualTo(first.shown());
      Path unused = Files.write(half, renewed);

      // Then
      await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(() -> assertThat(shown(node)).isEqualTo(second.shown()));
      assertThat(chat(old, node, HELLO).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aKeyThatIsNotTheCertificatesIsNotServed() {
    // Given
    String certificate = first.certificate().toString();
    Tls mixed = new Tls.Pem(certificate, second.key().toString());

    // Then
    assertThatThrownBy(() -> new TlsFiles(vertx, mixed).read())
        .hasMessage("the key is not that of the certificate");
    assertThatThrownBy(() -> new TlsFiles(vertx, new Tls.Pem(certificate, certificate)).read())
        .hasMessageContaining("can be read");
  }

  @Test
  void whatIsReadTwiceIsTheSame() throws IOException {
    TlsFiles files =
        new TlsFiles(vertx, new Tls.Pem(first.certificate().toString(), first.key().toString()));

    assertThat(files.read()).isEqualTo(files.read());
  }

  @Test
  void aNodeDoesNotStartWithoutItsCertificate() {
    assertThatThrownBy(() -> secured("certificate: /none.pem, key: /none.key"))
        .hasMessageContaining("server_settings.tls can not be used: /none.pem can not be read");
  }
}
