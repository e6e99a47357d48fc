package lab.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import lab.contract.Heartbeat;
import lab.contract.Heartbeat.Phase;
import lab.contract.NodeId;
import lab.contract.ProviderName;
import lab.contract.Role;
import lab.contract.members.Members;
import org.junit.jupiter.api.Test;

/** Who polls whom, second by second, in clusters whose heartbeats are dealt by hand. */
class DutiesTest {
  private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
  private static final List<ProviderName> PROVIDERS =
      IntStream.range(0, 20).mapToObj(i -> new ProviderName("p" + i)).toList();

  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private Instant now = START;

  /** A node with what it has been told to do so far. */
  private static final class Node {
    private final NodeId id;
    private final Instant since;
    private final Set<Role> roles;
    private final Members members;
    private final Duties duties;
    private final Set<ProviderName> polls = new HashSet<>();
    private Set<ProviderName> repeats = Set.of();
    private Phase phase;

    Node(String name, Instant since, Phase phase, Set<Role> roles) {
      this.id = new NodeId(name);
      this.since = since;
      this.phase = phase;
      this.roles = roles;
      this.members = new Members(heartbeat(since));
      this.duties = new Duties(PROVIDERS, members);
    }

    Heartbeat heartbeat(Instant at) {
      return new Heartbeat(id, roles, "1", since, at, phase);
    }

    void look(Instant now) {
      Duties.Change change = duties.at(now);
      assertThat(polls.containsAll(change.end())).isTrue();
      assertThat(Collections.disjoint(polls, change.begin())).isTrue();
      polls.removeAll(change.end());
      polls.addAll(change.begin());
      repeats = change.repeat();
    }
  }

  @CanIgnoreReturnValue
  private Node begin(String name, Phase phase, Role... roles) {
    Node node = new Node(name, now, phase, Set.of(roles));
    nodes.put(name, node);
    return node;
  }

  @CanIgnoreReturnValue
  private Node begin(String name) {
    return begin(name, Phase.SERVING, Role.HEALTH, Role.ROUTER);
  }

  /** A second goes by: each node is heard by all, then all look. */
  private void second() {
    now = now.plusSeconds(1);
    nodes.values().forEach(this::tell);
    nodes.values().forEach(node -> node.look(now));
  }

  private void tell(Node teller) {
    nodes.values().forEach(hearer -> hearer.members.heard(teller.heartbeat(now), now));
  }

  private void seconds(int many) {
    for (int i = 0; i < many; i++) {
      second();
    }
  }

  private List<ProviderName> polled() {
    List<ProviderName> polled = new ArrayList<>();
    nodes.values().forEach(node -> polled.addAll(node.polls));
    return polled;
  }

  @Test
  void oneNodePollsAllFromTheFirstLook() {
    // Given
    Node alone = begin("n1");

    // When
    alone.look(now);

    // Then
    assertThat(alone.polls).containsExactlyInAnyOrderElementsOf(PROVIDERS);
    assertThat(alone.repeats).isEmpty();
  }

  @Test
  void threeNodesShareTheProvidersAndNoneIsPolledTwice() {
    // Given
    begin("n1");
    begin("n2");
    begin("n3");

    // When
    seconds(2);

    // Then
    assertThat(polled()).containsExactlyInAnyOrderElementsOf(PROVIDERS);
    assertThat(nodes.values()).allSatisfy(node -> assertThat(node.polls).isNotEmpty());
  }

  @Test
  void whatADeadNodePolledIsTakenOverWithinTenSecondsAndTheRestStays() {
    // Given
    Node stays = begin("n1");
    begin("n2");
    begin("n3");
    seconds(3);
    Set<ProviderName> before = Set.copyOf(stays.polls);

    // When
    nodes.remove("n3");
    int took = 0;
    while (new HashSet<>(polled()).size() < PROVIDERS.size() && took < 60) {
      second();
      took++;
    }

    // Then
    assertThat(took).isBetween(1, 10);
    assertThat(polled()).containsExactlyInAnyOrderElementsOf(PROVIDERS);
    assertThat(stays.polls).containsAll(before);
  }

  @Test
  void aNodeThatIsLeavingGivesItsProvidersAwayInTheSameSecond() {
    // Given
    begin("n1");
    Node leaver = begin("n2");
    seconds(3);
    assertThat(leaver.polls).isNotEmpty();

    // When
    leaver.phase = Phase.LEAVING;
    second();

    // Then
    assertThat(leaver.polls).isEmpty();
    assertThat(polled()).containsExactlyInAnyOrderElementsOf(PROVIDERS);
  }

  @Test
  void aNodeThatJoinsPollsNobodyAndIsToldEverySecondWhatIsKnown() {
    // Given
    Node old = begin("n1");
    seconds(3);
    assertThat(old.repeats).isEmpty();
    Node joining = begin("n2", Phase.JOINING, Role.HEALTH, Role.ROUTER);

    // When
    seconds(3);

    // Then
    assertThat(joining.polls).isEmpty();
    assertThat(old.repeats).containsExactlyInAnyOrderElementsOf(PROVIDERS);
  }

  @Test
  void nothingIsToldAgainOnceAllServe() {
    // Given
    Node old = begin("n1");
    Node joining = begin("n2", Phase.JOINING, Role.HEALTH, Role.ROUTER);
    seconds(3);

    // When
    joining.phase = Phase.SERVING;
    second();

    // Then
    assertThat(old.repeats).isEmpty();
    assertThat(old.polls).isNotEmpty().hasSizeLessThan(PROVIDERS.size());
    assertThat(polled()).containsExactlyInAnyOrderElementsOf(PROVIDERS);
  }

  @Test
  void aNodeThatStartedAgainUnderItsNameIsToldAgain() {
    // Given
    Node old = begin("n1");
    begin("n2");
    seconds(3);

    // When
    begin("n2");
    second();

    // Then
    assertThat(old.repeats).containsExactlyInAnyOrderElementsOf(old.polls);
  }

  @Test
  void aNodeWithoutTheRolePollsNobody() {
    // Given
    Node poller = begin("n1");
    Node gateway = begin("n2", Phase.SERVING, Role.GATEWAY);

    // When
    seconds(3);

    // Then
    assertThat(gateway.polls).isEmpty();
    assertThat(poller.polls).containsExactlyInAnyOrderElementsOf(PROVIDERS);
  }

  @Test
  void twoNodesThatDoNotHearEachOtherBothPollAllAndShareAgainWhenTheyDo() {
    // Given
    Node one = begin("n1");
    Node other = begin("n2");
    seconds(2);

    // When
    Duration cut = Members.LONGEST_SILENCE;
    now = now.plus(cut);
    one.members.heard(one.heartbeat(now), now);
    other.members.heard(other.heartbeat(now), now);
    one.look(now);
    other.look(now);
    Set<ProviderName> apart = Set.copyOf(one.polls);
    second();

    // Then
    assertThat(apart).containsExactlyInAnyOrderElementsOf(PROVIDERS);
    assertThat(polled()).containsExactlyInAnyOrderElementsOf(PROVIDERS);
  }
}
