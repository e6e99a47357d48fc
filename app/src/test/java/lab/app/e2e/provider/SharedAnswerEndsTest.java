package lab.app.e2e.provider;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import lab.gateway.call.ByteBudget;
import lab.testkit.script.Exchange;
import lab.testkit.script.Gate;
import lab.testkit.script.Reply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** However a shared answer ends, nobody waits for ever, and what it held is given back. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SharedAnswerEndsTest {
  private static final Wire WIRE = Wire.VLLM;
  private static final int SMALL_WINDOW = 4_096;

  private final AtomicReference<ByteBudget> budget = new AtomicReference<>();
  private SharingLab lab;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    lab =
        SharingLab.start(
            folder,
            "stream_idle_timeout: 1s, ",
            "max_entry_size: 8MB",
            usual -> {
              budget.set(usual.budget());
              return usual;
            });
  }

  @AfterEach
  void everythingWasGivenBack() {
    await().atMost(Duration.ofSeconds(10)).until(() -> budget.get().held() == 0);
  }

  @AfterAll
  void close() throws Exception {
    lab.close();
  }

  private static List<String> words(int count) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      words.add(WIRE.says("x".repeat(8_000)));
    }
    return words;
  }

  /** Far more than the systems in between take. */
  private static List<String> longAnswer() {
    List<String> events = words(700);
    events.add(WIRE.ending());
    return events;
  }

  @Test
  void aFollowerThatDoesNotReadIsHungUpOn() throws Exception {
    // Given
    lab.newQuestion();
    Gate gate = new Gate();
    Client leader =
        lab.leader(WIRE.stream(WIRE.opening(), WIRE.says("Hel")).at(gate).bodies(longAnswer()));
    Client deaf =
        lab.follower(
            Client.takingAtMost(SMALL_WINDOW, lab.port()), "x-litellm-call-id: deaf-follower");

    // When
    gate.open();

    // Then
    assertThat(leader.rest()).endsWith("data: [DONE]\n\n");
    assertThat(lab.finished("deaf-follower").status()).isEqualTo(499);
    leader.close();
    deaf.reset();
  }

  @Test
  void whoDoesNotReadAKeptAnswerIsHungUpOn() throws Exception {
    // Given
    lab.newQuestion();
    Client first = lab.leader(WIRE.stream(WIRE.opening()).bodies(longAnswer()));
    assertThat(first.rest()).endsWith("data: [DONE]\n\n");
    first.close();

    // When
    Client deaf =
        Client.takingAtMost(SMALL_WINDOW, lab.port())
            .chat(lab.question(true), "x-litellm-call-id: deaf");

    // Then
    assertThat(deaf.head().header("x-lab-cache")).isEqualTo("HIT");
    assertThat(lab.finished("deaf").status()).isEqualTo(499);
    deaf.reset();
  }

  @Test
  void anAnswerTooLargeToShareEndsWhereItsOwnClientHasLeft() throws Exception {
    // Given: a leader that is gone, and one who follows
    lab.newQuestion();
    Gate gate = new Gate();
    Future<Exchange> upstream =
        lab.script(
            WIRE.stream(WIRE.opening(), WIRE.says("Hel")).at(gate).bodies(words(2_200)).thenHang());
    Client leader = lab.asks(true, "x-litellm-call-id: too-large");
    Exchange asked = upstream.await(5, SECONDS);
    assertThat(leader.head().status()).isEqualTo(200);
    Client follower = lab.follower(lab.client());
    leader.reset();

    // When
    gate.open();

    // Then
    assertThat(follower.rest()).contains("event: error\n").endsWith("data: [DONE]\n\n");
    var unused = asked.peerLeft().await(10, SECONDS);
    assertThat(lab.finished("too-large").status()).isEqualTo(499);
    follower.close();
  }

  @Test
  void aFollowerThatLeavesTakesTheAnswerFromNobody() throws Exception {
    // Given
    lab.newQuestion();
    Gate gate = new Gate();
    Client leader =
        lab.leader(WIRE.stream(WIRE.opening(), WIRE.says("Hel")).at(gate).bodies(longAnswer()));
    Client leaving = lab.follower(lab.client(), "x-litellm-call-id: leaving");

    // When
    leaving.reset();
    assertThat(lab.finished("leaving").status()).isEqualTo(499);
    gate.open();

    // Then
    assertThat(leader.rest()).endsWith("data: [DONE]\n\n");
    leader.close();
  }

  @Test
  void aLeaderThatRunsOutOfTimeWakesTheOthers() throws Exception {
    // Given
    lab.newQuestion();
    Future<Exchange> upstream = lab.script(Reply.silence());
    Client leader = lab.asks(false, "x-litellm-timeout: 0.5");
    var unused = upstream.await(5, SECONDS);

    // When: it would wait a minute
    Answer follower = lab.ask(false);

    // Then
    assertThat(leader.answer().status()).isEqualTo(504);
    assertThat(follower.said()).isEqualTo("Hello");
    leader.close();
  }
}
