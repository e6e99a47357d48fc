package lab.contract.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ReadingTest {
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
  private final Reading reading = new Reading(nanos::get);

  @Test
  void ofEachLineOneIsToldOfInAWhile() {
    // When
    boolean first = reading.isDue("a");
    nanos.addAndGet(Reading.QUIET.toNanos() - 1);
    boolean soon = reading.isDue("a");
    boolean another = reading.isDue("b");
    nanos.addAndGet(1);
    boolean later = reading.isDue("a");

    // Then
    assertThat(first).isTrue();
    assertThat(soon).isFalse();
    assertThat(another).isTrue();
    assertThat(later).isTrue();
  }
}
