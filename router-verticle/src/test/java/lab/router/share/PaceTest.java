package lab.router.share;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final Duration BETWEEN = Duration.ofMillis(50);

  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();
  private final List<Instant> times = new CopyOnWriteArrayList<>();
  private final Pace pace =
      new Pace(context, InstantSource.system(), Duration.ofMillis(5), this::does);

  private void does() {
    times.add(Instant.now());
    pace.done();
  }

  @AfterEach
  void close() throws Exception {
    var unused = vertx.close().await(10, SECONDS);
  }

  @Test
  void whatIsAskedForAtOnceIsDoneOnce() {
    // When: in one turn of its loop, so that nothing is done in between
    context.runOnContext(
        now -> {
          for (int i = 0; i < 100; i++) {
            pace.soon();
          }
        });

    // Then
    Awaitility.await().until(() -> !times.isEmpty());
    Awaitility.await().during(BETWEEN.multipliedBy(3)).until(() -> times.size() == 1);
  }

  @Test
  void whatNeedNotWaitIsDoneInTheNextTurn() {
    // Given
    Pace atOnce =
        new Pace(
            context, InstantSource.fixed(Instant.EPOCH.plusSeconds(1)), Duration.ZERO, this::does);
    List<Integer> before = new CopyOnWriteArrayList<>();

    // When: both are turns of one loop
    context.runOnContext(
        now -> {
          atOnce.soon();
          context.runOnContext(later -> before.add(times.size()));
        });

    // Then
    Awaitility.await().until(() -> !before.isEmpty());
    assertThat(before).containsExactly(1);
  }

  @Test
  void whatIsAskedForAgainAndAgainIsDoneOnlySoOften() {
    // When
    Awaitility.await()
        .pollInterval(Duration.ofMillis(1))
        .until(
            () -> {
              pace.soon();
              return times.size() >= 4;
            });

    // Then: timers and clocks count in whole milliseconds, and not in the same ones
    for (int i = 1; i < times.size(); i++) {
      assertThat(Duration.between(times.get(i - 1), times.get(i)))
          .isGreaterThanOrEqualTo(BETWEEN.minusMillis(2));
    }
  }
}
