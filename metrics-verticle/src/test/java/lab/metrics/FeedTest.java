package lab.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import lab.contract.CallFinished;
import lab.contract.CallFinished.Lately;
import lab.contract.CallFinished.Past;
import lab.contract.CallFinished.Since;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class FeedTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  private final Meters meters = new Meters(Told.configuration(), "1.2.3");
  private final Feed feed = new Feed(InstantSource.fixed(NOW), meters.calls());

  private void end(int many) {
    CallFinished call = Told.call("llama", "exact", 200, null);
    IntStream.range(0, many).forEach(i -> feed.note(call));
  }

  private static List<Long> numbers(Lately lately) {
    return lately.past().stream().map(Past::number).toList();
  }

  @Test
  void theNewestAreGivenOldestFirst() {
    // Given
    end(5);

    // When
    Lately lately = feed.since(new Since(0, 2));

    // Then
    assertThat(numbers(lately)).containsExactly(4L, 5L);
    assertThat(lately.upTo()).isEqualTo(5);
    assertThat(lately.past()).extracting(Past::at).containsOnly(NOW);
  }

  @Test
  void whoKnowsThoseUpToANumberGetsTheRest() {
    // Given
    end(5);
    long known = feed.since(new Since(Long.MAX_VALUE, 10)).upTo();

    // When
    end(2);

    // Then
    assertThat(numbers(feed.since(new Since(known, 10)))).containsExactly(6L, 7L);
    assertThat(numbers(feed.since(new Since(7, 10)))).isEmpty();
  }

  @Test
  void onlySoManyAreKept() {
    // When
    end(3 * Feed.SIZE + 5);

    // Then
    List<Long> kept = numbers(feed.since(new Since(0, Integer.MAX_VALUE)));
    assertThat(kept).hasSize(Feed.SIZE).isSorted();
    assertThat(kept.getLast()).isEqualTo(3L * Feed.SIZE + 5);
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void manyThreadsWriteAndNoneIsLeftOutOrToldTwice() throws Exception {
    // Given
    Thread[] threads =
        IntStream.range(0, 4)
            .mapToObj(i -> Thread.ofPlatform().start(() -> end(Feed.SIZE / 4)))
            .toArray(Thread[]::new);

    // When
    List<Long> read = new ArrayList<>();
    while (read.size() < Feed.SIZE) {
      long after = read.isEmpty() ? 0 : read.getLast();
      read.addAll(numbers(feed.since(new Since(after, Integer.MAX_VALUE))));
    }

    // Then
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(read).hasSize(Feed.SIZE).isSorted().doesNotHaveDuplicates();
  }
}
