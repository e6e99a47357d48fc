package lab.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import lab.config.RateLimits;
import lab.gateway.limit.Limit.Scope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests that wait for a slot on one event loop. */
class SlotTurnsTest {
  private static final int MANY = 20_000;

  private final Vertx vertx = Vertx.vertx();
  private final SlotPool pool = new Neighbours("a").node("a").slots();
  private final SlotLimit limit = SlotLimit.of(Scope.KEY, "key", "k", 1);
  private final AtomicInteger inside = new AtomicInteger();
  private final AtomicInteger deepest = new AtomicInteger();
  private final CountDownLatch served = new CountDownLatch(MANY);

  @AfterEach
  void stop() throws Exception {
    var unused = vertx.close().await(10, TimeUnit.SECONDS);
  }

  @Test
  void howeverManyWaitEachThatEndsAtOnceEndsBeforeTheNextBegins() throws Exception {
    // Given: one has the slot, and all others wait for it
    pool.goesBy(
        new RateLimits(Map.of(), Map.of(), false, Duration.ZERO, MANY, Duration.ofSeconds(60)));
    Context loop = vertx.getOrCreateContext();
    loop.runOnContext(
        turn -> {
          Slot first = new Slot(limit, pool, 0, true, there -> {});
          pool.enter(first);
          for (int i = 0; i < MANY; i++) {
            enter();
          }

          // When
          first.leave();
        });

    // Then
    assertThat(served.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(deepest).hasValue(1);
  }

  private void enter() {
    Slot[] slot = new Slot[1];
    slot[0] = new Slot(limit, pool, 0, true, there -> endsAtOnce(slot[0], there));
    pool.enter(slot[0]);
  }

  private void endsAtOnce(Slot slot, boolean there) {
    assertThat(there).isTrue();
    deepest.accumulateAndGet(inside.incrementAndGet(), Math::max);
    slot.leave();
    inside.decrementAndGet();
    served.countDown();
  }
}
