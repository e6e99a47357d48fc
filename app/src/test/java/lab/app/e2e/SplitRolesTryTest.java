package lab.app.e2e;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import lab.app.TestCluster;
import lab.app.TestNode;
import lab.contract.ProviderName;
import lab.contract.Role;
import lab.testkit.answers.Answers;
import lab.testkit.answers.Refusals;
import lab.testkit.script.Reply;
import lab.testkit.script.ScriptedProvider;
import lab.testkit.wire.Flavour;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One node decides, another makes the attempts: what the one knows of them in time. */
class SplitRolesTryTest {
  private static final ProviderName RESTING = new ProviderName("resting");

  /** Longer than a router waits for a try that it let through to begin, and for a claim to end. */
  private static final Duration LONG = Duration.ofSeconds(6);

  private final Vertx vertx = Vertx.vertx();
  private ScriptedProvider resting;
  private TestCluster cluster;
  private TestNode gateway;
  private TestNode router;

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    resting = ScriptedProvider.start(vertx).await(10, SECONDS);
    ScriptedProvider spare = ScriptedProvider.start(vertx).await(10, SECONDS);
    spare.otherwise(Answers.text(Flavour.VLLM, "test-model", "Hello."));
    cluster =
        new TestCluster(
            folder,
            Map.of(
                "providers.yaml",
                """
                health_checks: {enabled: false}
                providers:
                  resting: {type: vllm, base_url: "%s", models: [test-model]}
                  spare: {type: vllm, base_url: "%s", models: [test-model]}
                """
                    .formatted(resting.address(), spare.address()),
                "gateway.yaml",
                "litellm_settings: {num_retries: 0}\n",
                "model-mappings.yaml",
                """
                load_balancing:
                  test-model:
                    strategy: direct
                    providers: [{provider: resting}, {provider: spare}]
                """),
            2);
    router = cluster.start("r", EnumSet.of(Role.ROUTER));
    gateway = cluster.start("g", EnumSet.of(Role.GATEWAY));
    // The first decision of a JVM takes longer than a gateway waits for a router.
    await().atMost(Duration.ofSeconds(30)).until(() -> ask("/admin/route").status() == 200);
  }

  @AfterEach
  void stop() throws Exception {
    cluster.close();
    var unused = vertx.close().await(10, SECONDS);
  }

  private Answer ask(String path) throws IOException {
    try (Wire wire = new Wire(gateway.port())) {
      return wire.send(Wire.post(path, WithScriptedNode.HELLO)).answer();
    }
  }

  /** One of these requests tries, and is not answered. */
  private void askUnawaited() {
    Thread unused =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    Answer ignored = ask(WithScriptedNode.CHAT);
                  } catch (IOException endsWithTheTest) {
                    // It was the one.
                  }
                });
  }

  @Test
  void exactlyOneRequestTriesWhoHasRestedHoweverLongItTakes() throws Exception {
    // Given: it rests for a second, and then takes its time
    resting.then(Refusals.openAiRate(Duration.ofSeconds(1))).otherwise(Reply.silence());
    assertThat(ask(WithScriptedNode.CHAT).status()).isEqualTo(200);

    // When
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              askUnawaited();
              return resting.requests().size() > 1;
            });
    long end = System.nanoTime() + LONG.toNanos();

    // Then: nobody else waits for it
    while (System.nanoTime() < end) {
      assertThat(ask(WithScriptedNode.CHAT).status()).isEqualTo(200);
    }
    assertThat(resting.requests()).hasSize(2);
    assertThat(router.board().inFlight(RESTING)).isEqualTo(1);
  }
}
