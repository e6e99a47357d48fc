package lab.app.e2e;

import static lab.app.e2e.WithScriptedNode.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import lab.app.TestCluster;
import lab.app.TestNode;
import lab.contract.Role;
import lab.testkit.script.Reply;
import lab.testkit.script.ScriptedProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway whose node has no router asks those of other nodes. */
class SplitRolesTest {
  private static final String ANSWER =
      """
      {"id":"1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,
       "message":{"role":"assistant","content":"Hello."},"finish_reason":"stop"}]}
      """;

  private final Vertx vertx = Vertx.vertx();
  private ScriptedProvider provider;
  private TestCluster cluster;
  private TestNode gateway;
  private TestNode router;

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    provider = done(ScriptedProvider.start(vertx));
    String one = WithScriptedNode.providersWith(provider);
    cluster = new TestCluster(folder, Map.of("providers.yaml", one), 3);
    router = cluster.start("r", EnumSet.of(Role.ROUTER));
    gateway = cluster.start("g", EnumSet.of(Role.GATEWAY));
    await().until(() -> isServing("r"));
    // The first decision of a JVM takes longer than a gateway waits for a router.
    await().until(() -> post("/admin/route", WithScriptedNode.HELLO).status() == 200);
  }

  @AfterEach
  void stop() throws Exception {
    cluster.close();
    done(vertx.close());
  }

  private Answer get(String path) throws IOException {
    try (Wire wire = new Wire(gateway.port())) {
      return wire.send(Wire.head("GET", path)).answer();
    }
  }

  private boolean isServing(String router) throws IOException {
    return get("/admin/cluster")
        .body()
        .contains("\"node\":\"%s\",\"roles\":[\"router\"],\"phase\":\"serving\"".formatted(router));
  }

  private Answer post(String path, String body) throws IOException {
    try (Wire wire = new Wire(gateway.port())) {
      return wire.send(Wire.post(path, body)).answer();
    }
  }

  private void willAnswer() {
    provider.then(Reply.ok().header("content-type", "application/json").body(ANSWER));
  }

  @Test
  void aRequestIsServedByWhomTheRouterNamed() throws Exception {
    // Given
    willAnswer();

    // When
    Answer answer = post(WithScriptedNode.CHAT, WithScriptedNode.HELLO);

    // Then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).contains("Hello.");
    assertThat(answer.header("x-lab-router")).isEqualTo("r");
    assertThat(answer.header("x-lab-strategy")).isNotNull();
  }

  @Test
  void theRouterRefusesWhatNobodyHas() throws Exception {
    // When
    Answer answer =
        post(WithScriptedNode.CHAT, WithScriptedNode.HELLO.replace("test-model", "no-such-model"));

    // Then
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.header("x-lab-router")).isEqualTo("r");
  }

  @Test
  void aDecisionIsExplainedByTheRouter() throws Exception {
    // When
    Answer answer = post("/admin/route", WithScriptedNode.HELLO);

    // Then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).contains("\"model\"");
  }

  @Test
  void severalRoutersAreAskedInTurnAndOneThatDiedIsPassedOver() throws Exception {
    // Given
    TestNode other = cluster.start("s", EnumSet.of(Role.ROUTER));
    await().until(() -> isServing("s"));
    List<String> asked = askedRouters(4);

    // When: it dies without a word, and is believed to live for some seconds
    other.crash();
    List<String> then = askedRouters(4);

    // Then
    assertThat(asked).containsExactlyInAnyOrder("r", "r", "s", "s");
    assertThat(then).containsOnly("r");
  }

  /** Who decided each of some requests, which are all served. */
  private List<String> askedRouters(int requests) throws IOException {
    List<String> asked = new ArrayList<>();
    for (int i = 0; i < requests; i++) {
      willAnswer();
      Answer answer = post(WithScriptedNode.CHAT, WithScriptedNode.HELLO);
      assertThat(answer.status()).isEqualTo(200);
      asked.add(answer.header("x-lab-router"));
    }
    return asked;
  }

  @Test
  void withoutAnyRouterTheLastDecisionHoldsAndOthersAreRefused() throws Exception {
    // Given
    willAnswer();
    assertThat(post(WithScriptedNode.CHAT, WithScriptedNode.HELLO).status()).isEqualTo(200);
    router.stop(Duration.ZERO);
    willAnswer();

    // When
    Answer known = post(WithScriptedNode.CHAT, WithScriptedNode.HELLO);
    Answer unknown = post(WithScriptedNode.CHAT, WithScriptedNode.HELLO_STREAMED);

    // Then
    assertThat(known.status()).isEqualTo(200);
    assertThat(known.body()).contains("Hello.");
    assertThat(known.header("x-lab-router")).isEqualTo("remembered");
    assertThat(unknown.status()).isEqualTo(503);
  }
}
