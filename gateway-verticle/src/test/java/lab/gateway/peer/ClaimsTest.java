package lab.gateway.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import lab.contract.FlightClaim;
import lab.contract.FlightClaim.Flight;
import lab.contract.NodeId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClaimsTest {
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final Flight A = new Flight(new NodeId("a"), 1);
  private static final Flight B = new Flight(new NodeId("b"), 2);
  private static final Flight C = new Flight(new NodeId("c"), 3);

  private Instant now = Instant.EPOCH;
  private final Claims claims = new Claims(LONGEST);
  private final Set<NodeId> gone = new HashSet<>();

  private Flight claim(String key, Flight by, @Nullable Flight lost) {
    return claims.claim(new FlightClaim(key, by, lost), now, node -> !gone.contains(node));
  }

  private Flight claim(Flight by) {
    return claim("key", by, null);
  }

  @Test
  void theFirstWhoAsksLeadsAndTheOthersAreToldWho() {
    assertThat(claim(A)).isEqualTo(A);
    assertThat(claim(B)).isEqualTo(A);
    assertThat(claim(C)).isEqualTo(A);
  }

  @Test
  void eachKeyHasItsOwnLeader() {
    assertThat(claim("one", A, null)).isEqualTo(A);
    assertThat(claim("other", B, null)).isEqualTo(B);
  }

  @Test
  void aFlightThatIsOverFreesItsKeyForTheNext() {
    // Given
    var unused = claim(A);

    // When
    claims.over(new FlightClaim.Over("key", A));

    // Then
    assertThat(claim(B)).isEqualTo(B);
  }

  @Test
  void whatIsToldTooLateFreesNobodyElsesClaim() {
    // Given
    var first = claim(A);
    claims.over(new FlightClaim.Over("key", A));
    var second = claim(B);

    // When
    claims.over(new FlightClaim.Over("key", A));

    // Then
    assertThat(first).isNotEqualTo(second);
    assertThat(claim(C)).isEqualTo(B);
  }

  @Test
  void theClaimOfANodeThatIsGoneIsFree() {
    // Given
    var unused = claim(A);

    // When
    gone.add(A.node());

    // Then
    assertThat(claim(B)).isEqualTo(B);
    gone.clear();
    assertThat(claim(A)).isEqualTo(B);
  }

  @Test
  void aClaimRunsOutHoweverItsFlightGoesOn() {
    // Given
    var unused = claim(A);

    // When
    now = now.plus(LONGEST.minusMillis(1));
    Flight before = claim(B);
    now = now.plus(Duration.ofMillis(1));
    Flight after = claim(B);

    // Then
    assertThat(before).isEqualTo(A);
    assertThat(after).isEqualTo(B);
  }

  @Test
  void aNodeThatAsksAgainHasNothingUnderWayAnyMore() {
    // Given
    var unused = claim(A);
    Flight next = new Flight(A.node(), 4);

    // When
    Flight leader = claim(next);

    // Then
    assertThat(leader).isEqualTo(next);
    assertThat(claim(B)).isEqualTo(next);
  }

  @Test
  void ofThoseWhoLostALeaderOneIsTheNext() {
    // Given
    var unused = claim(A);

    // When
    Flight next = claim("key", B, A);
    Flight late = claim("key", C, A);

    // Then
    assertThat(next).isEqualTo(B);
    assertThat(late).isEqualTo(B);
  }

  @Test
  void whatIsOverTakesNoRoom() {
    // Given
    for (int i = 0; i < 10; i++) {
      var unused = claim("key " + i, A, null);
    }
    claims.over(new FlightClaim.Over("key 3", A));
    int held = claims.size();

    // When
    now = now.plus(LONGEST);
    var unused = claim(A);

    // Then
    assertThat(held).isEqualTo(9);
    assertThat(claims.size()).isEqualTo(1);
  }

  @Test
  void ofTooManyTheOldestIsForgotten() {
    // Given
    var oldest = claim(A);
    var second = claim("second", A, null);
    for (int i = 2; i < Claims.MOST; i++) {
      var unused = claim("key " + i, A, null);
    }

    // When
    var more = claim("more", A, null);

    // Then
    assertThat(claims.size()).isEqualTo(Claims.MOST);
    assertThat(List.of(oldest, second, more)).containsOnly(A);
    assertThat(claim("second", B, null)).isEqualTo(A);
    assertThat(claim(B)).isEqualTo(B);
  }
}
