package lab.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import lab.contract.FailureKind;
import lab.dialect.Failure;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SecondTryTest {
  private static final Random SEEDED = new Random(7);

  private static @Nullable Duration pause(
      FailureKind kind, @Nullable Duration retryAfter, boolean reached, boolean othersFollow) {
    return SecondTry.pause(
        new Failure(kind, "m", null, null, retryAfter), reached, othersFollow, SEEDED);
  }

  @Test
  void aServerThatBrokeIsTriedAgainAtOnceWhetherOthersFollowOrNot() {
    assertThat(pause(FailureKind.SERVER, null, true, true)).isLessThan(Duration.ofMillis(200));
    assertThat(pause(FailureKind.SERVER, null, true, false)).isLessThan(Duration.ofMillis(200));
  }

  @Test
  void aServerThatCanNotBeReachedIsLeftForTheNextWhereThereIsOne() {
    assertThat(pause(FailureKind.SERVER, null, false, true)).isNull();
    assertThat(pause(FailureKind.SERVER, null, false, false)).isNotNull();
  }

  @Test
  void aRateLimitIsWaitedForOnlyByTheLastCandidateAndOnlyForSeconds() {
    Duration soon = Duration.ofSeconds(2);
    assertThat(pause(FailureKind.RATE, soon, true, true)).isNull();
    assertThat(pause(FailureKind.RATE, soon, true, false)).isEqualTo(soon);
    assertThat(pause(FailureKind.RATE, Duration.ofSeconds(60), true, false)).isNull();
    assertThat(pause(FailureKind.RATE, null, true, false)).isNull();
  }

  @Test
  void aTimeoutIsNotPaidTwiceWhereAnotherCandidateFollows() {
    assertThat(pause(FailureKind.TIMEOUT, null, true, true)).isNull();
    assertThat(pause(FailureKind.TIMEOUT, null, true, false)).isNotNull();
  }

  @Test
  void aBusyServerIsTriedAgainAfterAMomentUnlessItAskedForLonger() {
    assertThat(pause(FailureKind.OVERLOAD, null, true, true)).isLessThan(Duration.ofSeconds(1));
    assertThat(pause(FailureKind.OVERLOAD, Duration.ofSeconds(2), true, true)).isNull();
    assertThat(pause(FailureKind.OVERLOAD, Duration.ofSeconds(2), true, false))
        .isEqualTo(Duration.ofSeconds(2));
  }

  @ParameterizedTest
  @EnumSource(
      value = FailureKind.class,
      names = {"AUTH", "CREDITS", "NOT_FOUND", "TOO_LONG", "FILTERED", "BAD_REQUEST", "CANCELLED"})
  void whatASecondTryCanNotMendGetsNone(FailureKind kind) {
    assertThat(pause(kind, Duration.ofSeconds(1), true, false)).isNull();
  }
}
