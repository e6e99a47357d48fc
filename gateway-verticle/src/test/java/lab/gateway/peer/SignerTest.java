package lab.gateway.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import java.time.Duration;
import java.time.Instant;
import lab.config.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignerTest {
  private static final String PATH = "/flights/a/key";

  private Instant now = Instant.EPOCH.plus(Duration.ofDays(1));
  private final Signer signer = signer("a secret of the cluster");

  private Signer signer(String secret) {
    return new Signer(new Secret(secret), () -> now);
  }

  private MultiMap signed(Signer by) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    by.sign("GET", PATH, headers);
    return headers;
  }

  @Test
  void whatANodeOfTheClusterSignsIsGoodOnceAndNotAgain() {
    // Given
    MultiMap headers = signed(signer("a secret of the cluster"));

    // When
    boolean first = signer.isGood("GET", PATH, headers);
    boolean again = signer.isGood("GET", PATH, headers);

    // Then
    assertThat(first).isTrue();
    assertThat(again).isFalse();
  }

  @Test
  void anotherSecretIsNone() {
    assertThat(signer.isGood("GET", PATH, signed(signer("another secret")))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"POST, /flights/a/key", "GET, /flights/b/key", "GET, /flights/a/other"})
  void aSignatureIsForOneMethodAndOnePath(String method, String path) {
    assertThat(signer.isGood(method, path, signed(signer))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"x-lab-time, 86400001", "x-lab-nonce, 00", "x-lab-signature, 00"})
  void whatIsChangedOnTheWayIsRefused(String header, String value) {
    // Given
    MultiMap headers = signed(signer).set(header, value);

    // Then
    assertThat(signer.isGood("GET", PATH, headers)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"x-lab-time", "x-lab-nonce", "x-lab-signature"})
  void whatIsMissingIsRefused(String header) {
    // Given
    MultiMap headers = signed(signer).remove(header);

    // Then
    assertThat(signer.isGood("GET", PATH, headers)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"-30000, true", "-30001, false", "30000, true", "30001, false"})
  void clocksMayBeHalfAMinuteApart(long millis, boolean good) {
    // Given
    MultiMap headers = signed(signer);

    // When
    now = now.plusMillis(millis);

    // Then
    assertThat(signer.isGood("GET", PATH, headers)).isEqualTo(good);
  }

  @Test
  void aNumberIsRememberedForAsLongAsItsTimeIsGood() {
    // Given: signed by a clock that is ahead as far as it may
    Instant here = now;
    now = here.plus(Signer.LONGEST_APART);
    MultiMap headers = signed(signer);
    now = here;
    boolean first = signer.isGood("GET", PATH, headers);

    // When
    now = here.plus(Signer.LONGEST_APART).plus(Signer.LONGEST_APART);

    // Then
    assertThat(first).isTrue();
    assertThat(signer.isGood("GET", PATH, headers)).isFalse();
  }

  @Test
  void moreThanCanBeRememberedIsRefusedUntilSomeAreOld() {
    // Given
    Signer forgetful = new Signer(new Secret("a secret of the cluster"), () -> now, 2);
    boolean first = forgetful.isGood("GET", PATH, signed(signer));
    boolean second = forgetful.isGood("GET", PATH, signed(signer));

    // When
    boolean more = forgetful.isGood("GET", PATH, signed(signer));
    now = now.plus(Duration.ofMinutes(2));
    boolean later = forgetful.isGood("GET", PATH, signed(signer));

    // Then
    assertThat(first && second).isTrue();
    assertThat(more).isFalse();
    assertThat(later).isTrue();
  }

  @Test
  void whereTheNetworkIsTrustedNothingIsSigned() {
    // Given
    Signer trusting = new Signer(null, () -> now);

    // Then
    assertThat(signed(trusting)).isEmpty();
    assertThat(trusting.isGood("GET", PATH, MultiMap.caseInsensitiveMultiMap())).isTrue();
  }
}
