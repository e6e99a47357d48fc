package lab.contract.members;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import lab.contract.Heartbeat;
import lab.contract.Heartbeat.Phase;
import lab.contract.NodeId;
import lab.contract.Role;
import org.junit.jupiter.api.Test;

class MembersTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final NodeId SELF = new NodeId("a");
  private static final NodeId OTHER = new NodeId("b");

  private final Members members = new Members(beat(SELF, START, Phase.SERVING));

  @Test
  void aNodeThatIsHeardIsAliveAndOneThatIsSilentIsGone() {
    // Given
    members.heard(beat(OTHER, START, Phase.SERVING), START);

    // When
    Instant soon = START.plusMillis(4_999);
    Instant late = START.plusSeconds(5);

    // Then
    assertThat(members.serving(Role.HEALTH, soon)).containsExactly(SELF, OTHER);
    assertThat(members.serving(Role.HEALTH, late)).containsExactly(SELF);
  }

  @Test
  void theNodeItselfIsNeverGone() {
    // When: it was frozen for an hour
    Instant thawed = START.plus(Duration.ofHours(1));

    // Then
    assertThat(members.serving(Role.ROUTER, thawed)).containsExactly(SELF);
  }

  @Test
  void oneThatComesBackIsAliveAgain() {
    // Given
    members.heard(beat(OTHER, START, Phase.SERVING), START);
    Instant back = START.plusSeconds(60);

    // When
    members.heard(beat(OTHER, back, Phase.SERVING), back);

    // Then
    assertThat(members.serving(Role.HEALTH, back)).contains(OTHER);
  }

  @Test
  void whoJoinsOrLeavesIsAliveAndOwnsNothing() {
    // Given
    members.heard(beat(OTHER, START, Phase.LEAVING), START);
    members.heard(beat(new NodeId("c"), START, Phase.JOINING), START);

    // When
    List<NodeId> serving = members.serving(Role.HEALTH, START);

    // Then
    assertThat(members.living(START)).hasSize(3);
    assertThat(serving).containsExactly(SELF);
    assertThat(members.owner("ollama", Role.HEALTH, START)).contains(SELF);
  }

  @Test
  void whoDoesNotPlayTheRoleOwnsNothingOfIt() {
    // Given
    Heartbeat gateway =
        new Heartbeat(OTHER, Set.of(Role.GATEWAY), "1", START, START, Phase.SERVING);
    members.heard(gateway, START);

    // When
    List<NodeId> health = members.serving(Role.HEALTH, START);

    // Then
    assertThat(health).containsExactly(SELF);
  }

  @Test
  void theSkewOfAClockIsToldByItsHeartbeat() {
    // Given: it says half past, and it is heard at the hour
    members.heard(beat(OTHER, START.plusSeconds(30), Phase.SERVING), START);

    // When
    Members.Member other = members.living(START).get(1);

    // Then
    assertThat(other.skew()).isEqualTo(Duration.ofSeconds(30));
  }

  private static Heartbeat beat(NodeId node, Instant at, Phase phase) {
    return new Heartbeat(node, EnumSet.allOf(Role.class), "1", START, at, phase);
  }
}
