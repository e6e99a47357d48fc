package lab.gateway.cache;

import static lab.gateway.cache.Answers.stored;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MemoryStoreTest {
  private static final int MOST = 1024 * 1024;

  private final AtomicLong nanos = new AtomicLong();
  private final MemoryStore store = new MemoryStore(MOST, nanos::get);

  @Test
  void anAnswerIsThereUntilItsTimeIsOver() {
    // Given
    store.put("short", stored(Duration.ofSeconds(5), new byte[10]));
    store.put("long", stored(Duration.ofSeconds(50), new byte[10]));

    // When
    nanos.addAndGet(Duration.ofSeconds(6).toNanos());

    // Then
    assertThat(store.get("short")).isNull();
    assertThat(store.get("long")).isNotNull();
  }

  @Test
  void aMillionAnswersTakeNoMoreThanTheirBytes() {
    // When
    for (int i = 0; i < 1_000_000; i++) {
      store.put("k" + i, stored(Duration.ofHours(1), new byte[600]));
    }

    // Then
    assertThat(store.bytes()).isPositive().isLessThanOrEqualTo(MOST);
    assertThat(store.entries()).isLessThanOrEqualTo(MOST / 1000);
    assertThat(store.evictions()).isPositive();
  }

  @Test
  void whatIsDeletedIsGone() {
    // Given
    store.put("a", stored(Duration.ofHours(1), new byte[10]));
    store.put("b", stored(Duration.ofHours(2), new byte[10]));

    // When
    store.delete(List.of("a"));

    // Then
    assertThat(store.get("a")).isNull();
    assertThat(store.get("b")).isNotNull();
    assertThat(store.averageTtl()).isEqualTo(Duration.ofHours(2));
    store.flush();
    assertThat(store.get("b")).isNull();
  }

  @Test
  void anAnswerIsFreshAsLongAsItIsKeptAndAsYoungAsTheRequestWants() {
    // When
    StoredAnswer answer = stored(Duration.ofSeconds(60), new byte[10]);

    // Then
    assertThat(answer.isFresh(Answers.NOW + 59_000, null)).isTrue();
    assertThat(answer.isFresh(Answers.NOW + 60_000, null)).isFalse();
    assertThat(answer.isFresh(Answers.NOW + 4_000, Duration.ofSeconds(5))).isTrue();
    assertThat(answer.isFresh(Answers.NOW + 5_000, Duration.ofSeconds(5))).isFalse();
    assertThat(answer.isFresh(Answers.NOW - 5_000, Duration.ofSeconds(5))).isTrue();
    assertThat(answer.isFresh(Answers.NOW, Duration.ZERO)).isFalse();
  }
}
