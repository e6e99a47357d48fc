package lab.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import lab.app.e2e.Collector.Mood;
import lab.app.e2e.TracedLab.Parent;
import lab.testkit.answers.Answers;
import lab.testkit.wire.Flavour;
import lab.testkit.wire.Said;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A collector that takes nothing costs no request anything. */
class LostCollectorTest {
  /** More than wait for a collector at most. */
  private static final int MANY = 3_000;

  /** OpenTelemetry's usual ones: of the queue, and of one delivery. */
  private static final int ROOM = 2_048;

  private static final int BATCH = 512;

  private TracedLab lab;

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    lab = new TracedLab(folder, at -> "endpoint: '" + at + "', timeout: 60s");
    lab.first.otherwise(Answers.chat(Flavour.VLLM, "m", Said.words("hello")));
  }

  @AfterEach
  void stop() throws Exception {
    lab.close();
  }

  private void ask(int times) throws Exception {
    try (Wire wire = new Wire(lab.node.port())) {
      for (int i = 0; i < times; i++) {
        assertThat(wire.send(TracedLab.request("", "")).answer().status()).isEqualTo(200);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"REFUSES", "HANGS"})
  void requestsAreAnsweredAndTheNodeEndsInTime(Mood mood) throws Exception {
    // Given
    lab.collector.mood(mood);
    ask(1);
    await().until(() -> lab.collector.asked() > 0);

    // When
    long began = System.nanoTime();
    ask(MANY);
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    String reason = mood == Mood.HANGS ? "full" : "undelivered";
    // A span each at least; what hangs keeps a queue of them and a delivery.
    long least = mood == Mood.HANGS ? MANY - ROOM - BATCH : MANY - ROOM;
    await().until(() -> lost(reason) >= least);
    long closing = System.nanoTime();
    lab.node.close();
    Duration ended = Duration.ofNanos(System.nanoTime() - closing);

    // Then: no request waited, neither for an answer nor for room in the queue
    assertThat(took).isLessThan(Duration.ofSeconds(30));
    assertThat(ended).isLessThan(Duration.ofSeconds(10));
  }

  /** Spans that the node says were lost for this reason. */
  private long lost(String reason) throws Exception {
    String line = "gateway_trace_spans_lost_total{reason=\"" + reason + "\"} ";
    String text = Wire.ask(lab.node.port(), Wire.head("GET", "/metrics")).body();
    return text.lines()
        .filter(one -> one.startsWith(line))
        .mapToLong(one -> (long) Double.parseDouble(one.substring(line.length())))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void oneThatTakesAllLosesNone() throws Exception {
    // When
    ask(10);

    // Then
    await().until(() -> lab.collector.spans().size() >= 10);
    assertThat(lost("full")).isZero();
    assertThat(lost("undelivered")).isZero();
  }

  @Test
  void oneThatComesBackIsToldAgain() throws Exception {
    // Given
    Parent client = Parent.sampled();
    lab.collector.mood(Mood.REFUSES);
    ask(1);
    await().until(() -> lab.collector.asked() > 0);

    // When
    lab.collector.mood(Mood.TAKES);
    Answer answer = lab.ask(client.header(), "");

    // Then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(lab.spans(client.trace(), 1)).isNotEmpty();
  }

  @Test
  void nobodyThereCostsNoRequestEither() throws Exception {
    // Given
    lab.collector.close();

    // When
    long began = System.nanoTime();
    ask(MANY);

    // Then
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(30));
  }
}
