package lab.gateway.cache;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import lab.contract.Usage;
import lab.gateway.call.ByteBudget;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FlightTest {
  private static final int MOST_KEPT = 10;

  private final Vertx vertx = Vertx.vertx();
  private final ByteBudget budget = new ByteBudget(1_000);
  private final AtomicInteger closed = new AtomicInteger();
  private final AtomicInteger woken = new AtomicInteger();
  private final Flight.Reader reader = woken::incrementAndGet;
  private final Flight flight =
      new Flight(
          "key",
          vertx.getOrCreateContext(),
          MOST_KEPT,
          budget.share(),
          over -> closed.incrementAndGet());

  @AfterEach
  void stop() throws Exception {
    var unused = vertx.close().await(10, SECONDS);
  }

  private void complete(int bytes) {
    flight.complete(new byte[bytes], Usage.UNKNOWN, answer -> null);
  }

  @Test
  void whatNobodyElseReadsIsGivenBackWhenItIsComplete() {
    // Given
    flight.took(new byte[4]);
    long held = budget.held();

    // When
    complete(3);

    // Then
    assertThat(held).isEqualTo(4);
    assertThat(budget.held()).isZero();
    assertThat(closed).hasPositiveValue();
  }

  @Test
  void itsLastPieceIsNotSeenBeforeItIsKnownToBeTheLast() {
    // Given
    assertThat(flight.follow(reader)).isTrue();
    flight.took(new byte[4]);
    AtomicReference<Part> meanwhile = new AtomicReference<>();

    // When: a reader looks while it is being kept
    flight.complete(
        new byte[3],
        Usage.UNKNOWN,
        answer -> {
          meanwhile.set(flight.from(0));
          return null;
        });

    // Then
    assertThat(meanwhile.get().state()).isEqualTo(Part.State.RUNNING);
    assertThat(meanwhile.get().answer().pieces()).hasSize(1);
    assertThat(flight.from(1).state()).isEqualTo(Part.State.COMPLETE);
    assertThat(flight.from(1).answer().pieces()).hasSize(1);
  }

  @Test
  void whatIsCompleteCountsUntilTheSlowestHasReadIt() {
    // Given
    Flight.Reader slow = () -> {};
    assertThat(flight.follow(reader) && flight.follow(slow)).isTrue();
    flight.took(new byte[4]);
    complete(3);
    flight.leave(reader);
    long held = budget.held();

    // When
    flight.leave(slow);

    // Then
    assertThat(held).isEqualTo(7);
    await().until(() -> budget.held() == 0);
  }

  @Test
  void whatIsLostIsGivenBackAtOnce() {
    // Given
    assertThat(flight.follow(reader)).isTrue();
    flight.took(new byte[4]);

    // When
    flight.over();

    // Then
    assertThat(budget.held()).isZero();
    assertThat(flight.from(0).state()).isEqualTo(Part.State.LOST);
    assertThat(flight.follow(reader)).isFalse();
  }

  @Test
  void whatFindsNoRoomIsLostForThoseWhoFollow() {
    // Given
    assertThat(flight.follow(reader)).isTrue();

    // When
    flight.took(new byte[1_001]);

    // Then
    assertThat(flight.from(0).state()).isEqualTo(Part.State.LOST);
    assertThat(budget.held()).isZero();
  }

  @Test
  void whatIsTooLargeToKeepIsNotFollowedAnyMoreAndGoesOnForThoseWhoDo() {
    // Given
    assertThat(flight.follow(reader)).isTrue();

    // When
    flight.took(new byte[MOST_KEPT + 1]);

    // Then
    assertThat(closed).hasPositiveValue();
    assertThat(flight.isShared()).isTrue();
    assertThat(flight.from(0).answer().pieces()).hasSize(1);
  }

  @Test
  void whoWaitsIsWokenWhenItIsKnownWhoBringsIt() {
    // Given
    assertThat(flight.follow(reader)).isTrue();
    Part before = flight.from(0);

    // When
    flight.comesFrom(Part.Source.ELSEWHERE, () -> {});

    // Then
    assertThat(before.source()).isEqualTo(Part.Source.UNDECIDED);
    assertThat(flight.from(0).source()).isEqualTo(Part.Source.ELSEWHERE);
    assertThat(woken).hasValue(1);
  }

  @Test
  void whoBringsItIsToldWhenTheLastReaderLeaves() {
    // Given
    AtomicInteger deserted = new AtomicInteger();
    flight.comesFrom(Part.Source.ELSEWHERE, deserted::incrementAndGet);
    assertThat(flight.follow(reader)).isTrue();

    // When
    flight.leave(reader);

    // Then
    await().until(() -> deserted.get() == 1);
  }
}
