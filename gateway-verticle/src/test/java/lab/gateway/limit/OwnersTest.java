package lab.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import lab.contract.Heartbeat;
import lab.contract.Heartbeat.Phase;
import lab.contract.NodeId;
import lab.contract.Role;
import lab.contract.members.Members;
import lab.gateway.limit.Owners.Place;
import org.junit.jupiter.api.Test;

/** Who keeps the account of a limit, as one node sees it. */
class OwnersTest {
  private static final NodeId SELF = new NodeId("self");
  private static final NodeId OTHER = new NodeId("other");

  private Instant now = Instant.EPOCH;
  private final Members members = new Members(heartbeat(SELF, Phase.SERVING));
  private final Owners owners = new Owners(members, () -> now);

  private Heartbeat heartbeat(NodeId node, Phase phase) {
    return new Heartbeat(node, Set.of(Role.GATEWAY), "1", Instant.EPOCH, now, phase);
  }

  private void heard(NodeId node, Phase phase) {
    members.heard(heartbeat(node, phase), now);
    var unused = owners.look();
  }

  /** A limit that belongs to the other one. */
  private String others() {
    int i = 0;
    while (!owners.place("limit-" + i).owner().equals(OTHER)) {
      i++;
    }
    return "limit-" + i;
  }

  @Test
  void aNodeAloneKeepsAllItself() {
    Place place = owners.place("limit");

    assertThat(place.owner()).isEqualTo(SELF);
    assertThat(place.heir()).isNull();
    assertThat(owners.partner(place)).isNull();
    assertThat(owners.others()).isEmpty();
  }

  @Test
  void whoServesTakesItsShareAndTheOtherIsItsHeir() {
    // Given
    Place before = owners.place("limit");

    // When
    heard(OTHER, Phase.SERVING);

    // Then
    Place place = owners.place(others());
    assertThat(owners.holds(before)).isFalse();
    assertThat(owners.holds(place)).isTrue();
    assertThat(place.heir()).isEqualTo(SELF);
    assertThat(owners.partner(place)).isEqualTo(OTHER);
  }

  @Test
  void whoJoinsOrLeavesKeepsNothing() {
    heard(OTHER, Phase.JOINING);
    assertThat(owners.others()).isEmpty();

    heard(OTHER, Phase.SERVING);
    assertThat(owners.others()).containsExactly(OTHER);

    heard(OTHER, Phase.LEAVING);
    assertThat(owners.others()).isEmpty();
  }

  @Test
  void whoIsSilentThreeTimesInARowIsPassedOverForASecond() {
    // Given
    heard(OTHER, Phase.SERVING);
    String limit = others();
    owners.wasSilent(OTHER);
    owners.wasSilent(OTHER);
    owners.answered(OTHER);
    owners.wasSilent(OTHER);
    owners.wasSilent(OTHER);
    assertThat(owners.place(limit).owner()).isEqualTo(OTHER);

    // When
    owners.wasSilent(OTHER);

    // Then
    assertThat(owners.place(limit).owner()).isEqualTo(SELF);
    now = now.plus(Duration.ofMillis(999));
    heard(OTHER, Phase.SERVING);
    assertThat(owners.place(limit).owner()).isEqualTo(SELF);
    now = now.plus(Duration.ofMillis(1));
    heard(OTHER, Phase.SERVING);
    assertThat(owners.place(limit).owner()).isEqualTo(OTHER);
  }
}
