package lab.app.e2e;

import static lab.app.e2e.WithScriptedNode.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import lab.app.TestNode;
import lab.testkit.answers.ChatStream;
import lab.testkit.script.Exchange;
import lab.testkit.script.Gate;
import lab.testkit.script.Reply;
import lab.testkit.script.ScriptedProvider;
import lab.testkit.wire.Flavour;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that is told to stop lets running answers finish, and takes nothing new. */
class StoppingTest {
  private static final Duration A_WHILE = Duration.ofSeconds(10);

  private static final String LATE =
      """
      {"id":"1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,
       "message":{"role":"assistant","content":"late"},"finish_reason":"stop"}]}
      """;

  private final Vertx vertx = Vertx.vertx();
  private ScriptedProvider provider;
  private TestNode node;

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    provider = done(ScriptedProvider.start(vertx));
    String one = WithScriptedNode.providersWith(provider);
    node = TestNode.start(folder, Map.of("providers.yaml", one));
  }

  @AfterEach
  void stop() throws Exception {
    done(vertx.close());
  }

  @Test
  void aStreamThatRunsIsFinished() throws Exception {
    // Given
    Gate gate = new Gate();
    ChatStream stream = ChatStream.good(Flavour.VLLM, "test-model", "one ", "two");
    int half = stream.events().size() / 2;
    provider.then(
        Reply.events(stream.events().subList(0, half))
            .at(gate)
            .bodies(stream.events().subList(half, stream.events().size())));
    try (Wire wire = new Wire(node.port());
        Wire idle = new Wire(node.port())) {
      assertThat(idle.send(Wire.head("GET", "/v1/models")).answer().status()).isEqualTo(200);
      CompletableFuture<Answer> answer = new CompletableFuture<>();
      wire.send(Wire.post(WithScriptedNode.CHAT, WithScriptedNode.HELLO_STREAMED));
      Thread reading = Thread.startVirtualThread(() -> read(wire, answer));
      done(gate.reached());

      // When
      CompletableFuture<Void> stopped = CompletableFuture.runAsync(() -> node.stop(A_WHILE));
      boolean idleClosed = idle.closes();
      boolean early = stopped.isDone();
      gate.open();
      stopped.join();
      reading.join();

      // Then
      assertThat(idleClosed).as("an idle connection is closed at once").isTrue();
      assertThat(early).as("stopped while the stream ran").isFalse();
      assertThat(answer.join().body()).contains("one ", "two").endsWith("data: [DONE]\n\n");
    }
  }

  @Test
  void aNodeThatIsLeavingServesUntilBalancersHaveSeenIt() throws Exception {
    // Given
    provider.then(Reply.ok().header("content-type", "application/json").body(LATE));
    try (Wire open = new Wire(node.port())) {
      assertThat(open.send(Wire.head("GET", "/health/readiness")).answer().status()).isEqualTo(200);

      // When
      CompletableFuture<Void> stopped =
          CompletableFuture.runAsync(() -> node.stop(Duration.ofSeconds(2), A_WHILE));
      await().until(() -> statusOf("/health/readiness") == 503);
      Answer served = open.send(Wire.post(WithScriptedNode.CHAT, WithScriptedNode.HELLO)).answer();
      boolean openClosed = open.closes();
      boolean early = stopped.isDone();
      stopped.join();

      // Then
      assertThat(served.status()).isEqualTo(200);
      assertThat(served.body()).contains("late");
      assertThat(served.header("connection")).isEqualToIgnoringCase("close");
      assertThat(openClosed).as("its connection is closed after the answer").isTrue();
      assertThat(early).as("stopped before the delay was over").isFalse();
      assertThat(refuses(node.port())).isTrue();
    }
  }

  private int statusOf(String path) throws IOException {
    try (Wire wire = new Wire(node.port())) {
      return wire.send(Wire.head("GET", path)).answer().status();
    }
  }

  private static void awaitClosed(int port) {
    await().until(() -> refuses(port));
  }

  private static boolean refuses(int port) throws IOException {
    try {
      new Wire(port).close();
      return false;
    } catch (ConnectException refused) {
      return true;
    }
  }

  @Test
  void anAnswerThatTakesTooLongIsBrokenOff() throws Exception {
    // Given
    provider.then(streamedThenHangs());
    try (Wire wire = new Wire(node.port())) {
      wire.send(Wire.post(WithScriptedNode.CHAT, WithScriptedNode.HELLO_STREAMED));
      Exchange asked = done(provider.awaitRequest(1));

      // When
      node.stop(Duration.ofMillis(200));

      // Then
      assertThat(wire.rest()).contains("one ").doesNotContain("[DONE]");
      assertThat(done(asked.peerLeft()).at()).isNotNull();
    }
  }

  private static Reply streamedThenHangs() {
    ChatStream stream = ChatStream.of(Flavour.VLLM, "test-model").role().says("one ");
    return Reply.events(stream.events()).thenHang();
  }

  private static void read(Wire wire, CompletableFuture<Answer> answer) {
    try {
      answer.complete(wire.answer());
    } catch (IOException broken) {
      answer.completeExceptionally(broken);
    }
  }

  @Test
  void anAnswerThatIsWaitedForIsFinished() throws Exception {
    // Given
    Gate gate = new Gate();
    provider.then(Reply.ok().header("content-type", "application/json").at(gate).body(LATE));
    try (Wire wire = new Wire(node.port())) {
      wire.send(Wire.post(WithScriptedNode.CHAT, WithScriptedNode.HELLO));
      Exchange asked = done(provider.awaitRequest(1));
      done(gate.reached());

      // When
      CompletableFuture<Void> stopped = CompletableFuture.runAsync(() -> node.stop(A_WHILE));
      awaitClosed(node.port());
      gate.open();

      // Then
      assertThat(wire.answer().body()).contains("late");
      stopped.join();
      assertThat(asked.request().path()).isEqualTo(WithScriptedNode.CHAT);
    }
  }
}
