package lab.router.share;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import lab.contract.CircuitChanged.Part;
import lab.contract.CircuitChanged.Place;
import lab.contract.ModelName;
import lab.contract.ProviderName;
import org.junit.jupiter.api.Test;

class ClaimsTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Place PLACE =
      new Place(new ProviderName("p"), Part.MODEL, new ModelName("m"));

  private final Claims claims = new Claims();

  @Test
  void aRightIsKeptForAsLongAsItLasts() {
    // Given
    Instant end = START.plus(Claims.LASTS);
    claims.given(PLACE, end);

    // When
    claims.dropOld(end.minusMillis(1));

    // Then
    assertThat(claims.isMine(PLACE, end.minusMillis(1))).isTrue();
    assertThat(claims.size()).isEqualTo(1);
  }

  @Test
  void ofAPlaceThatNobodyAsksForAnyMoreNothingStays() {
    // Given
    boolean asks = claims.shouldAsk(PLACE, START);

    // When
    claims.dropOld(START.plus(Claims.ASKED_EVERY));

    // Then
    assertThat(asks).isTrue();
    assertThat(claims.size()).isZero();
  }
}
