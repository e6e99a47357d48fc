package lab.router.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import lab.contract.Heartbeat;
import lab.contract.Heartbeat.Phase;
import lab.contract.NodeId;
import lab.contract.ProviderName;
import lab.contract.Role;
import lab.contract.members.Members;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FindingsTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final NodeId OTHER = new NodeId("other");
  private static final ProviderName P = new ProviderName("p");

  private final Vertx vertx = Vertx.vertx();
  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final Members members = new Members(beat(new NodeId("self"), Phase.JOINING));

  @AfterEach
  void close() throws Exception {
    var unused = vertx.close().await(10, TimeUnit.SECONDS);
  }

  /** A node with nobody to wait for. */
  static Others nobody(String name) {
    return new Others(new Members(beat(new NodeId(name), Phase.JOINING)), Set::of, () -> Set.of(P));
  }

  private static Heartbeat beat(NodeId node, Phase phase) {
    return new Heartbeat(node, Set.of(Role.HEALTH), "1", START, START, phase);
  }

  private Findings findings(Set<NodeId> listed) {
    return new Findings(vertx, new Others(members, () -> listed, () -> Set.of(P)), now::get);
  }

  @Test
  void whereNobodyPollsNothingIsWaitedFor() {
    // When
    Future<Void> all = findings(Set.of(new NodeId("self"))).all();

    // Then
    assertThat(all.succeeded()).isTrue();
  }

  @Test
  void whatAnotherNodePollsIsWaitedFor() {
    // Given
    members.heard(beat(OTHER, Phase.SERVING), START);
    Findings findings = findings(Set.of(OTHER));
    Future<Void> all = findings.all();
    boolean atOnce = all.isComplete();

    // When
    findings.heard(P);

    // Then
    assertThat(atOnce).isFalse();
    await().until(all::succeeded);
  }

  @Test
  void aNodeThatIsListedAndWasNotHeardYetIsWaitedFor() {
    // Given
    Future<Void> all = findings(Set.of(OTHER)).all();
    boolean atOnce = all.isComplete();

    // When: it polls nothing
    members.heard(beat(OTHER, Phase.JOINING), START);

    // Then
    assertThat(atOnce).isFalse();
    await().until(all::succeeded);
  }

  @Test
  void whatWasHeardBeforeDoesNotCountAfterANodeStoodStill() {
    // Given
    members.heard(beat(OTHER, Phase.SERVING), START);
    Findings findings = findings(Set.of(OTHER));
    findings.heard(P);

    // When
    Future<Void> again = findings.all();

    // Then
    assertThat(again.isComplete()).isFalse();
  }

  @Test
  void whoIsSilentIsNotWaitedForLongOnceAnotherIsHeard() {
    // Given: one of two that are listed is frozen
    NodeId frozen = new NodeId("frozen");
    members.heard(beat(OTHER, Phase.JOINING), START);
    Future<Void> all = findings(Set.of(OTHER, frozen)).all();
    boolean atOnce = all.isComplete();

    // When
    now.set(START.plus(Findings.OF_SILENT));

    // Then
    assertThat(atOnce).isFalse();
    await().until(all::succeeded);
  }

  @Test
  void afterItStoodStillThoseWhoWereThereBeforeAreWaitedFor() {
    // Given: thrown out, it is alone in its list
    Future<Void> again = findings(Set.of(new NodeId("self"))).again(Set.of(OTHER));
    now.set(START.plus(Findings.PATIENCE));
    await().during(Duration.ofMillis(200)).until(() -> !again.isComplete());

    // When
    members.heard(beat(OTHER, Phase.JOINING), now.get());

    // Then
    await().until(again::succeeded);
  }

  @Test
  void whatLayInTheConnectionsOfANodeThatStoodStillDoesNotCount() {
    // Given: thawed, it reads what it was sent meanwhile
    Findings findings = findings(Set.of(new NodeId("self")));
    Future<Void> again = findings.again(Set.of(OTHER));
    members.heard(beat(OTHER, Phase.SERVING), START);
    findings.heard(P);
    now.set(START.plus(Findings.BACKLOG));
    await().during(Duration.ofMillis(200)).until(() -> !again.isComplete());

    // When: it is heard, and tells again what it found
    members.heard(beat(OTHER, Phase.SERVING), now.get());
    findings.heard(P);

    // Then
    await().until(again::succeeded);
  }

  @Test
  void whoIsCutOffAfterItStoodStillGoesOnAlone() {
    // Given
    Future<Void> again = findings(Set.of(new NodeId("self"))).again(Set.of(OTHER));
    boolean atOnce = again.isComplete();

    // When
    now.set(START.plus(Findings.OUTSIDE));

    // Then
    assertThat(atOnce).isFalse();
    await().until(again::succeeded);
  }

  @Test
  void whoIsNeverHeardIsNotWaitedForLongerThanThat() {
    // Given
    Future<Void> all = findings(Set.of(OTHER)).all();
    boolean atOnce = all.isComplete();

    // When
    now.set(START.plus(Findings.PATIENCE));

    // Then
    assertThat(atOnce).isFalse();
    await().until(all::succeeded);
  }
}
