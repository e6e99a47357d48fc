package lab.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import lab.app.TestNode;
import lab.testkit.answers.ChatStream;
import lab.testkit.script.Gate;
import lab.testkit.script.Reply;
import lab.testkit.wire.Flavour;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HTTP/2 with nodes that want keys, or that are about to stop. */
class Http2NodesTest extends WithScriptedNode {
  private Path folder = Path.of(".");

  @BeforeAll
  @Override
  void startNode(@TempDir Path folder) throws Exception {
    this.folder = folder;
    super.startNode(Files.createDirectory(folder.resolve("node")));
  }

  private OneConnection to(TestNode node) throws Exception {
    return OneConnection.to(vertx, node.port());
  }

  @Test
  void whoHasNoKeyIsRefusedAndTheConnectionStays() throws Exception {
    // Given
    Map<String, String> files =
        Map.of(
            "providers.yaml",
            providers(),
            "gateway.yaml",
            gateway() + "general_settings: {master_key: sk-0123456789abcdef0123456789abcdef}\n");
    try (TestNode locked = TestNode.start(Files.createDirectory(folder.resolve("locked")), files);
        OneConnection stranger = to(locked)) {
      // When
      Answer refused = stranger.post(CHAT, HELLO);
      Answer page = stranger.get("/v1/models");
      Answer open = stranger.get("/health/liveness");

      // Then
      assertThat(refused.status()).isEqualTo(401);
      assertThat(page.status()).isEqualTo(401);
      assertThat(open.status()).isEqualTo(200);
    }
  }

  @Test
  void aNodeThatStopsTellsItsClientsAndFinishesWhatRuns() throws Exception {
    // Given
    TestNode leaving = TestNode.start(Files.createDirectory(folder.resolve("leaving")), files());
    Gate gate = new Gate();
    ChatStream stream = ChatStream.good(Flavour.VLLM, "test-model", "one ", "two");
    provider.then(
        Reply.events(stream.events().subList(0, 2))
            .at(gate)
            .bodies(stream.events().subList(2, stream.events().size())));
    try (OneConnection running = to(leaving)) {
      Future<Answer> answer = OneConnection.read(running.send(CHAT, HELLO_STREAMED));
      done(gate.reached());

      // When
      CompletableFuture<Void> stopped =
          CompletableFuture.runAsync(() -> leaving.stop(Duration.ofSeconds(10)));
      done(running.told());
      boolean early = stopped.isDone();
      gate.open();
      stopped.join();

      // Then
      assertThat(early).as("stopped while the stream ran").isFalse();
      assertThat(done(answer).body()).contains("one ", "two").endsWith("data: [DONE]\n\n");
    }
  }

  @Test
  void aNodeThatIsLeavingSendsItsClientsOn() throws Exception {
    // Given
    TestNode leaving = TestNode.start(Files.createDirectory(folder.resolve("moving")), files());
    try (OneConnection open = to(leaving)) {
      assertThat(open.get("/health/readiness").status()).isEqualTo(200);

      // When
      CompletableFuture<Void> stopped =
          CompletableFuture.runAsync(
              () -> leaving.stop(Duration.ofSeconds(2), Duration.ofSeconds(10)));
      await().until(() -> !isReady(leaving));
      Answer served = open.post(CHAT, HELLO);
      done(open.told());
      boolean early = stopped.isDone();
      stopped.join();

      // Then
      assertThat(served.status()).isEqualTo(200);
      assertThat(early).as("stopped before the delay was over").isFalse();
    }
  }

  private boolean isReady(TestNode node) throws Exception {
    try (OneConnection one = to(node)) {
      return one.get("/health/readiness").status() == 200;
    }
  }
}
