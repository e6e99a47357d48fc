package lab.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import lab.config.KeyHash;
import lab.contract.Role;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The metrics port of a node that does nothing else: by which names it may be asked. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MetricsPortTest {
  private static final String ALLOWED = "server_settings: {allowed_hosts: [lab.example.org]}\n";

  private TestNode node;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    node = start(folder, "");
  }

  @AfterAll
  void close() {
    node.close();
  }

  /**
   * @param keys content of {@code keys.yaml}
   */
  private static TestNode start(Path folder, String keys) throws Exception {
    return TestNode.startAs(
        folder,
        Map.of("providers.yaml", Ran.ONE_PROVIDER, "gateway.yaml", ALLOWED, "keys.yaml", keys),
        usual ->
            new NodeOptions(
                usual.configuration(),
                usual.id(),
                Set.of(Role.METRICS),
                new NodePorts("127.0.0.1", 0, -1, true),
                usual.source(),
                usual.open(),
                usual.stateDir(),
                null));
  }

  private String get(String path, String headers) throws IOException {
    return get(node, path, headers);
  }

  /** The whole answer. */
  private static String get(TestNode node, String path, String headers) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.node().metricsPort())) {
      socket.setSoTimeout(10_000);
      String request =
          "GET %s HTTP/1.1\r\n%s\r\nconnection: close\r\n\r\n".formatted(path, headers);
      socket.getOutputStream().write(request.getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "127.0.0.1:9090",
        "[::1]:9090",
        "10.1.2.3:9090",
        "gateway-1:9090",
        "host.docker.internal:9090",
        "lab-0.lab.default.svc.cluster.local:9090",
        "LAB.example.org"
      })
  void aNameThatOnlyThisPlaceHasIsAnswered(String host) throws Exception {
    assertThat(get("/metrics", "host: " + host))
        .startsWith("HTTP/1.1 200 ")
        .contains("gateway_build_info");
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil.example", "evil.example:9090", "127.0.0.1.evil.example"})
  void aNameThatAnybodyCanHaveIsNot(String host) throws Exception {
    for (String path : new String[] {"/metrics", "/health", "/x/../metrics", "/%6detrics"}) {
      assertThat(get(path, "host: " + host))
          .as(path)
          .startsWith("HTTP/1.1 403 ")
          .contains("foreign_host", "allowed_hosts")
          .doesNotContain("gateway_build_info");
    }
  }

  @Test
  void aPageOfSomewhereElseIsNotAnswered() throws Exception {
    assertThat(get("/metrics", "host: localhost\r\norigin: https://evil.example"))
        .startsWith("HTTP/1.1 403 ")
        .contains("foreign_origin");
  }

  @Test
  void aBalancerMayAskForTheHealthUnderAnyName() throws Exception {
    for (String path : new String[] {"/health/readiness", "/health/liveliness"}) {
      assertThat(get(path, "host: evil.example")).as(path).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void anyNameIsAnsweredWhereCallersNeedAKey(@TempDir Path folder) throws Exception {
    // Given
    String keys =
        "keys: {a: {sha256: %s}}\n".formatted(KeyHash.of("sk-any-key-of-this-test").hex());
    try (TestNode keyed = start(folder, keys)) {
      // When
      String answer = get(keyed, "/metrics", "host: lab.example.com");

      // Then
      assertThat(answer).startsWith("HTTP/1.1 200 ");
    }
  }
}
