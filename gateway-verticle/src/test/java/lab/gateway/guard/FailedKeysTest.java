package lab.gateway.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FailedKeysTest {
  private static final InetAddress SOMEBODY = InetAddress.ofLiteral("192.0.2.1");
  private static final long EACH = FailedKeys.EACH.toNanos();

  private final FailedKeys failed = new FailedKeys(0);

  private long slowed(InetAddress source, int times, long now) {
    return IntStream.range(0, times).filter(i -> failed.failed(source, now)).count();
  }

  @Test
  void aFewWrongKeysAreForgivenAndMoreAreNot() {
    assertThat(slowed(SOMEBODY, FailedKeys.BURST, 1)).isZero();
    assertThat(slowed(SOMEBODY, 5, 1)).isEqualTo(5);
  }

  @Test
  void whoStopsIsForgivenHoweverOftenItTried() {
    // Given
    var unused = slowed(SOMEBODY, 100_000, 1);

    // Then
    assertThat(slowed(SOMEBODY, 1, EACH / 2)).isOne();
    assertThat(slowed(SOMEBODY, 1, 2 * EACH)).isZero();
    assertThat(slowed(SOMEBODY, FailedKeys.BURST, 100 * EACH)).isZero();
  }

  @Test
  void addressesOfOneNetworkOfTheSixthVersionAreOne() {
    // Given
    var unused = slowed(InetAddress.ofLiteral("2001:db8:1:2::1"), 20, 1);

    // Then
    assertThat(slowed(InetAddress.ofLiteral("2001:db8:1:2:ffff::2"), 1, 1)).isOne();
  }

  @Test
  void manyAddressesSlowHardlyAnybodyElseDown() {
    // Given 200 addresses that knock all the time, of the 8,192 places
    for (int i = 0; i < 200; i++) {
      var unused = slowed(InetAddress.ofLiteral("198.51.100." + i), 20, 1);
    }

    // When
    long others =
        IntStream.range(0, 1_000)
            .filter(i -> failed.failed(InetAddress.ofLiteral("10.1." + i / 250 + "." + i % 250), 1))
            .count();

    // Then
    assertThat(others).isLessThan(100);
  }
}
