package lab.app.cluster;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import lab.app.ClusterTurn;
import lab.app.NodeProcess;
import lab.testkit.answers.Answers;
import lab.testkit.answers.ChatStream;
import lab.testkit.script.Reply;
import lab.testkit.script.ScriptedProvider;
import lab.testkit.wire.Flavour;
import lab.testkit.wire.Said;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** One node after the other is stopped and started again, and no client notices. */
@ExtendWith(ClusterTurn.class)
class RollingRestartTest {
  private final Vertx vertx = Vertx.vertx();
  private Balancer balancer;
  private Nodes nodes;

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    ScriptedProvider plain = ScriptedProvider.start(vertx).await(10, SECONDS);
    Reply hello = Answers.chat(Flavour.VLLM, "plain", Said.words("Hello to you"));
    plain.otherwise(hello);
    ScriptedProvider streams = ScriptedProvider.start(vertx).await(10, SECONDS);
    streams.otherwise(slowly());
    nodes =
        new Nodes(
            folder,
            Map.of(
                "providers.yaml",
                """
                providers:
                  plain: {type: openai_compatible, base_url: "%s", models: [plain]}
                  streams: {type: openai_compatible, base_url: "%s", models: [streams]}
                health_checks: {enabled: false}
                """
                    .formatted(plain.address(), streams.address()),
                "gateway.yaml",
                """
                litellm_settings: {num_retries: 0}
                server_settings: {drain_delay: 1s, shutdown_timeout: 10s}
                """),
            "a",
            "b",
            "c");
    nodes.start("a", "b", "c");
    balancer = Balancer.start(vertx);
    nodes.all().forEach(node -> balancer.add(node.port()));
    await().until(() -> balancer.ready() == 3);
  }

  /** Longer than a node serves after it was told to stop, so that some are always cut across. */
  private static Reply slowly() {
    List<String> events =
        ChatStream.good(Flavour.VLLM, "streams", "one ", "two ", "three ", "four").events();
    Reply reply = Reply.ok().header("content-type", "text/event-stream");
    for (String event : events) {
      reply = reply.body(event).pause(Duration.ofMillis(250));
    }
    return reply;
  }

  @AfterEach
  void stop() throws Exception {
    balancer.close();
    nodes.close();
    var unused = vertx.close().await(10, SECONDS);
  }

  @Test
  void aRollingRestartFailsNoRequestAndCutsNoStream() throws Exception {
    try (Load streams = new Load(6, "streams", true, n -> balancer.base());
        Load requests = new Load(2, "plain", false, n -> balancer.base())) {
      // When
      for (String name : List.of("a", "b", "c")) {
        streams.awaitMore(6);
        NodeProcess before = nodes.node(name);
        before.signal("TERM");
        assertThat(before.status(Duration.ofSeconds(30))).isZero();
        NodeProcess after = nodes.begin(name).ready();
        balancer.add(after.port());
        await().atMost(Duration.ofSeconds(20)).until(() -> balancer.ready() == 3);
      }
      streams.awaitMore(6);
      System.out.printf(
          "measured: rolling restart, %d streams and %d requests served%n",
          streams.served(), requests.served());

      // Then
      assertThat(streams.failures()).isEmpty();
      assertThat(requests.failures()).isEmpty();
    }
  }
}
