package lab.app.e2e.provider;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import lab.contract.CallFinished;
import lab.testkit.script.Exchange;
import lab.testkit.script.Gate;
import lab.testkit.script.Reply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Identical questions that are under way at the same time are asked once. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SingleFlightTest {
  private static final Wire WIRE = Wire.VLLM;

  private static final String WHOLE =
      "{\"id\":\"c\",\"object\":\"chat.completion\",\"created\":5,\"model\":\"m\",\"choices\":[{\"index\":0,"
          + "\"message\":{\"role\":\"assistant\",\"content\":\"Hello\"},\"finish_reason\":\"stop\"}]}";

  private SharingLab lab;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    lab = SharingLab.start(folder, "", "single_flight_timeout: 1s", UnaryOperator.identity());
  }

  @AfterAll
  void close() throws Exception {
    lab.close();
  }

  /** Clients that have asked the same, and of which the node knows. */
  private List<Client> clients(int count, boolean streamed) throws Exception {
    List<Client> clients = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      clients.add(lab.asks(streamed));
    }
    return clients;
  }

  @Test
  void manyWhoAskTheSameStreamGetAllOfItAndOneIsAsked() throws Exception {
    // Given: a stream that stops after its first words
    lab.newQuestion();
    Gate gate = new Gate();
    int before = lab.asked();
    Client leader =
        lab.leader(
            WIRE.stream(WIRE.opening(), WIRE.says("Hel"))
                .at(gate)
                .bodies(List.of(WIRE.says("lo"), WIRE.ending())));

    // When
    List<Client> followers = clients(20, true);
    List<Answer> heads = new ArrayList<>();
    for (Client follower : followers) {
      heads.add(follower.head());
    }
    gate.open();

    // Then: each has every chunk once, in order
    String all = leader.rest();
    assertThat(heads)
        .allSatisfy(head -> assertThat(head.header("x-lab-cache")).isEqualTo("SHARED"));
    for (Client follower : followers) {
      assertThat(follower.rest()).isEqualTo(all);
      follower.close();
    }
    leader.close();
    assertThat(lab.asked()).isEqualTo(before + 1);
    assertThat(all).endsWith("data: [DONE]\n\n");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aFollowerGetsTheAnswerInItsOwnForm(boolean leaderStreams) throws Exception {
    // Given
    lab.newQuestion();
    Gate gate = new Gate();
    Future<Exchange> upstream =
        lab.script(
            leaderStreams
                ? WIRE.stream(WIRE.opening(), WIRE.says("Hello")).at(gate).body(WIRE.ending())
                : Reply.ok().header("content-type", "application/json").at(gate).body(WHOLE));
    Client leader = lab.asks(leaderStreams);
    Exchange asked = upstream.await(5, SECONDS);
    Client follower = lab.asks(!leaderStreams);

    // When
    gate.open();

    // Then
    assertThat(asked.request()).isNotNull();
    assertThat(follower.answer().said()).isEqualTo("Hello");
    leader.close();
    follower.close();
  }

  @Test
  void aLeaderThatLeavesDoesNotTakeTheAnswerFromTheOthers() throws Exception {
    // Given
    lab.newQuestion();
    Gate gate = new Gate();
    int before = lab.asked();
    Client leader =
        lab.leader(
            WIRE.stream(WIRE.opening(), WIRE.says("Hel"))
                .at(gate)
                .bodies(List.of(WIRE.says("lo"), WIRE.ending())),
            "x-litellm-call-id: gone");
    Client follower = lab.follower(lab.client());

    // When
    leader.reset();
    gate.open();

    // Then
    assertThat(follower.rest()).contains("lo").endsWith("data: [DONE]\n\n");
    assertThat(lab.asked()).isEqualTo(before + 1);
    CallFinished told = lab.finished("gone");
    assertThat(told.status()).isIn(499, 200);
    assertThat(lab.ask(true).header("x-lab-cache")).isEqualTo("HIT");
    follower.close();
  }

  @Test
  void whenTheLastOfThemLeavesTheProviderIsLetGo() throws Exception {
    // Given
    lab.newQuestion();
    Gate gate = new Gate();
    Future<Exchange> upstream =
        lab.script(WIRE.stream(WIRE.opening(), WIRE.says("Hel")).at(gate).thenHang());
    Client leader = lab.asks(true, "x-litellm-call-id: all-gone");
    Exchange asked = upstream.await(5, SECONDS);
    assertThat(leader.head().status()).isEqualTo(200);
    Client follower = lab.follower(lab.client());

    // When
    leader.reset();
    follower.reset();

    // Then
    var unused = asked.peerLeft().await(5, SECONDS);
    assertThat(lab.finished("all-gone").status()).isEqualTo(499);
  }

  @Test
  void aFollowerOfALeaderThatFailsAsksOnItsOwn() throws Exception {
    // Given: the first is refused once somebody waits for it
    lab.newQuestion();
    Gate gate = new Gate();
    Future<Exchange> upstream =
        lab.script(
            Reply.status(500)
                .header("content-type", "application/json")
                .at(gate)
                .body("{\"error\":{\"message\":\"no\"}}"));
    Client leader = lab.asks(false);
    var unused = upstream.await(5, SECONDS);
    List<Client> followers = clients(3, false);
    int before = lab.asked();

    // When
    gate.open();

    // Then: one of them asks, and its answer is that of all
    assertThat(leader.answer().status()).isGreaterThanOrEqualTo(500);
    for (Client follower : followers) {
      assertThat(follower.answer().said()).isEqualTo("Hello");
      follower.close();
    }
    assertThat(lab.asked()).isEqualTo(before + 1);
    leader.close();
  }

  @Test
  void aFollowerDoesNotWaitForeverForALeaderThatDoesNotBegin() throws Exception {
    // Given
    lab.newQuestion();
    Future<Exchange> upstream = lab.script(Reply.silence());
    Client leader = lab.asks(false);
    var unused = upstream.await(5, SECONDS);

    // When
    Answer answer = lab.ask(false);

    // Then
    assertThat(answer.said()).isEqualTo("Hello");
    assertThat(answer.header("x-lab-cache")).isEqualTo("MISS");
    leader.reset();
  }

  @Test
  void aFollowerThatWantsJsonDoesNotWaitForeverForAStreamThatDoesNotEnd() throws Exception {
    // Given
    lab.newQuestion();
    Client leader = lab.leader(WIRE.stream(WIRE.opening(), WIRE.says("Hel")).thenHang());

    // When
    Answer answer = lab.ask(false);

    // Then
    assertThat(answer.said()).isEqualTo("Hello");
    assertThat(answer.header("x-lab-cache")).isEqualTo("MISS");
    leader.reset();
  }

  @Test
  void aStreamThatBreaksOffBreaksOffForAllOfThem() throws Exception {
    // Given
    lab.newQuestion();
    Gate gate = new Gate();
    Client leader = lab.leader(WIRE.stream(WIRE.opening(), WIRE.says("Hel")).at(gate).thenReset());
    Client follower = lab.follower(lab.client());

    // When
    gate.open();

    // Then: never a silent end
    assertThat(follower.rest()).contains("event: error\n").endsWith("data: [DONE]\n\n");
    assertThat(leader.rest()).contains("event: error\n");
    leader.close();
    follower.close();
    assertThat(lab.ask(false).header("x-lab-cache")).isEqualTo("MISS");
  }

  @Test
  void aLeaderThatDoesNotReadHoldsNobodyUp() throws Exception {
    // Given: far more than the systems in between take
    lab.newQuestion();
    Gate gate = new Gate();
    List<String> words = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      words.add(WIRE.says("word " + "x".repeat(8_000)));
    }
    words.add(WIRE.ending());
    Future<Exchange> upstream =
        lab.script(WIRE.stream(WIRE.opening(), WIRE.says("Hel")).at(gate).bodies(words));
    Client leader = Client.takingAtMost(4_096, lab.port()).chat(lab.question(true));
    var unused = upstream.await(5, SECONDS);
    Client follower = lab.follower(lab.client());

    // When
    gate.open();

    // Then
    assertThat(follower.rest()).endsWith("data: [DONE]\n\n");
    leader.reset();
    follower.close();
  }
}
