package lab.app.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import lab.gateway.Serving;
import lab.gateway.call.ByteBudget;
import lab.testkit.script.Gate;
import lab.testkit.script.Reply;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** All bodies of a node together have one budget: what does not fit is told to come back. */
class BytesInFlightTest extends WithScriptedNode {
  private static final int BUDGET = 3 * LARGEST_BODY;
  private static final String HEAD = "POST " + CHAT + " HTTP/1.1\r\nhost: x\r\n";
  private static final String LARGEST = HEAD + "content-length: " + LARGEST_BODY + "\r\n\r\n";

  private @Nullable ByteBudget budget;

  @Override
  String gateway() {
    return "server_settings: {max_request_size: %d, max_bytes_in_flight: %d}\n"
        .formatted(LARGEST_BODY, BUDGET);
  }

  @Override
  Serving serving(Serving usual) {
    budget = usual.budget();
    return usual;
  }

  private long held() {
    return Objects.requireNonNull(budget).held();
  }

  private void holds(long bytes) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(5))
        .pollInterval(Duration.ofMillis(2))
        .untilAsserted(() -> assertThat(held()).isEqualTo(bytes));
  }

  @AfterEach
  void everythingWentBack() {
    holds(0);
  }

  private static String ofSize(int bytes) {
    return HELLO.replace("Hello", "x".repeat(bytes - HELLO.length() + "Hello".length()));
  }

  @Test
  void anAnnouncedBodyThatDoesNotFitIsToldToComeBack() throws Exception {
    try (Wire one = new Wire(node.port());
        Wire two = new Wire(node.port());
        Wire three = new Wire(node.port());
        Wire tooMany = new Wire(node.port())) {
      // Given: three that have only said how long they are
      one.send(LARGEST);
      two.send(LARGEST);
      three.send(LARGEST);
      holds(BUDGET);

      // When
      Answer refused = tooMany.send(Wire.post(CHAT, HELLO)).answer();

      // Then
      refused.isRefusal(503, "server_is_overloaded");
      assertThat(refused.header("retry-after")).isEqualTo("1");
      assertThat(refused.header("x-should-retry")).isNull();
      assertThat(refused.error().getString("message"))
          .contains("max_bytes_in_flight, " + BUDGET + " bytes");

      // And: those that have their room are served
      String body = ofSize(LARGEST_BODY);
      assertThat(one.send(body).answer().status()).isEqualTo(200);
      holds(2L * LARGEST_BODY);
      assertThat(ask(Wire.post(CHAT, HELLO)).status()).isEqualTo(200);
      assertThat(two.send(body).answer().status()).isEqualTo(200);
      assertThat(three.send(body).answer().status()).isEqualTo(200);
    }
  }

  @Test
  void aRefusedBodyIsNotReadAndItsConnectionCloses() throws Exception {
    // Given
    try (Wire full = new Wire(node.port());
        Wire refused = new Wire(node.port())) {
      full.send(LARGEST + " ");
      Gate gate = holdTwoMore();

      // When
      Answer answer = refused.send(HEAD + "content-length: 60000\r\n\r\n{").answer();

      // Then
      answer.isRefusal(503, "server_is_overloaded");
      assertThat(answer.keepsConnection()).isFalse();
      assertThat(refused.closes()).isTrue();
      gate.open();
    }
  }

  /** Two requests at the provider, whose bodies are kept for second tries. */
  private Gate holdTwoMore() throws Exception {
    Gate gate = new Gate();
    Reply waits = Reply.ok().header("content-type", "application/json").at(gate).body("{}");
    provider.then(waits, waits);
    int before = asked();
    for (int i = 0; i < 2; i++) {
      Thread.startVirtualThread(
          () -> {
            try (Wire wire = new Wire(node.port())) {
              assertThat(wire.send(Wire.post(CHAT, ofSize(LARGEST_BODY))).answer().status())
                  .isNotZero();
            } catch (IOException ended) {
              throw new UncheckedIOException(ended);
            }
          });
    }
    done(provider.awaitRequest(before + 2));
    holds(BUDGET);
    return gate;
  }

  @Test
  void whoAsksBeforeSendingIsSparedTheBody() throws Exception {
    // Given
    try (Wire full = new Wire(node.port());
        Wire asks = new Wire(node.port())) {
      full.send(LARGEST);
      Gate gate = holdTwoMore();

      // When
      Answer first =
          asks.send(HEAD + "content-length: 100\r\nexpect: 100-continue\r\n\r\n").answer();

      // Then
      first.isRefusal(503, "server_is_overloaded");
      gate.open();
    }
  }

  @Test
  void aBodyInChunksIsCutOffWhereThereIsNoRoomForMore() throws Exception {
    // Given
    int before = asked();
    String chunk = "2000\r\n" + "x".repeat(0x2000) + "\r\n";
    try (Wire full = new Wire(node.port());
        Wire more = new Wire(node.port());
        Wire chunks = new Wire(node.port())) {
      full.send(LARGEST);
      more.send(LARGEST);
      holds(2L * LARGEST_BODY);
      chunks.send(HEAD + "transfer-encoding: chunked\r\n\r\n" + chunk.repeat(4));
      holds(2L * LARGEST_BODY + 4 * 0x2000);
      try (Wire last = new Wire(node.port())) {
        last.send(HEAD + "content-length: " + 4 * 0x2000 + "\r\n\r\n");
        holds(BUDGET);

        // When
        Answer answer = chunks.send(chunk).answer();

        // Then: what it held is free for others at once
        answer.isRefusal(503, "server_is_overloaded");
        assertThat(answer.header("retry-after")).isEqualTo("1");
        assertThat(chunks.closes()).isTrue();
        assertThat(asked()).isEqualTo(before);
        holds(2L * LARGEST_BODY + 4 * 0x2000);
      }
    }
  }

  @Test
  void aClientThatLeavesGivesItsRoomBack() throws Exception {
    // Given
    Wire reading = new Wire(node.port());
    reading.send(LARGEST + "{");
    Gate gate = holdTwoMore();

    // When
    reading.close();

    // Then
    holds(2L * LARGEST_BODY);
    assertThat(ask(Wire.post(CHAT, HELLO)).status()).isEqualTo(200);
    gate.open();
  }

  @Test
  void anAnswerThatFindsNoRoomIsToldToComeBack() throws Exception {
    // Given: the node is full when the answer comes
    Gate gate = new Gate();
    provider.then(
        Reply.ok().header("content-type", "application/json").at(gate).body(" ".repeat(70_000)));
    try (Wire asks = new Wire(node.port());
        Wire one = new Wire(node.port());
        Wire two = new Wire(node.port());
        Wire three = new Wire(node.port())) {
      asks.send(Wire.post(CHAT, HELLO));
      done(gate.reached());
      one.send(LARGEST);
      two.send(LARGEST);
      holds(2L * LARGEST_BODY + HELLO.length());
      three.send(HEAD + "content-length: " + (LARGEST_BODY - HELLO.length()) + "\r\n\r\n");
      holds(BUDGET);

      // When
      gate.open();

      // Then
      Answer refused = asks.answer().isRefusal(503, "server_is_overloaded");
      assertThat(refused.header("retry-after")).isEqualTo("1");
      assertThat(refused.error().getString("message"))
          .contains("no room for the provider's answer", "max_bytes_in_flight");
      assertThat(refused.header("x-lab-attempts")).isEqualTo("scripted:abandoned");
    }
  }

  @Test
  void anAnswerLargerThanTheNodeEverHoldsIsCutOff() throws Exception {
    // Given: ever more of an answer, and then one that fits
    provider.then(Reply.ok().header("content-type", "application/json").flood(" ".repeat(10_000)));

    // When
    Answer answer = ask(Wire.post(CHAT, HELLO));

    // Then: another try would end as this one did
    answer.isRefusal(502, "answer_too_large");
    assertThat(answer.header("x-should-retry")).isEqualTo("false");
    assertThat(answer.error().getString("message"))
        .contains("larger than max_bytes_in_flight allows", BUDGET / 5 * 2 + " bytes");
    assertThat(ask(Wire.post(CHAT, HELLO)).status()).isEqualTo(200);
  }

  @Test
  void aFloodOfLargeBodiesIsServedOrRefusedAndNothingStays() throws Exception {
    // Given
    int clients = 64;
    String body = ofSize(LARGEST_BODY);
    List<Callable<List<Integer>>> flood = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      flood.add(
          () -> {
            List<Integer> statuses = new ArrayList<>();
            for (int round = 0; round < 5; round++) {
              try (Wire wire = new Wire(node.port())) {
                Answer answer = wire.sendWhileItIsTaken((LARGEST + body).getBytes(UTF_8)).answer();
                statuses.add(answer.status());
                assertThat(held()).isLessThanOrEqualTo(BUDGET);
              }
            }
            return statuses;
          });
    }
    try (LeakWatch watch = new LeakWatch();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      // When
      List<Integer> statuses = new ArrayList<>();
      for (Future<List<Integer>> one : threads.invokeAll(flood)) {
        statuses.addAll(one.get());
      }

      // Then
      assertThat(statuses).hasSize(5 * clients).containsOnly(200, 503).contains(200, 503);
      holds(0);
      assertThat(watch.leaks()).isEmpty();
    }
    assertThat(ask(Wire.post(CHAT, body)).status()).isEqualTo(200);
  }
}
