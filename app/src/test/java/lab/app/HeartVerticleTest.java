package lab.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import lab.contract.Heartbeat;
import lab.contract.Heartbeat.Phase;
import lab.contract.NodeId;
import lab.contract.Role;
import lab.contract.bus.Bus;
import lab.contract.members.Members;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class HeartVerticleTest {
  private static final NodeId SELF = new NodeId("a");
  private static final NodeId OTHER = new NodeId("b");

  private final Vertx vertx = Vertx.vertx();
  private final Bus bus = Bus.of(vertx, SELF);
  private final Heartbeat first = beat(SELF, Instant.now(), Phase.JOINING);
  private final Members members = new Members(first);
  private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
  private final AtomicInteger thaws = new AtomicInteger();
  private final AtomicReference<Set<NodeId>> stayed = new AtomicReference<>(Set.of());
  private final Heart heart =
      new Heart(bus, first, members, () -> Instant.now().plus(ahead.get()), this::thaws);
  private final Queue<Heartbeat> told = new ConcurrentLinkedQueue<>();

  private void thaws(Set<NodeId> others) {
    stayed.set(others);
    int unused = thaws.incrementAndGet();
  }

  @BeforeEach
  void deploy() throws Exception {
    var unused = bus.hear(Heartbeat.LINE, Role.METRICS, told::add).await(10, TimeUnit.SECONDS);
    var unusedId = vertx.deployVerticle(new HeartVerticle(bus, heart)).await(10, TimeUnit.SECONDS);
  }

  @AfterEach
  void close() throws Exception {
    var unused = vertx.close().await(10, TimeUnit.SECONDS);
  }

  private static Heartbeat beat(NodeId node, Instant since, Phase phase) {
    return beat(node, since, Instant.now(), phase);
  }

  private static Heartbeat beat(NodeId node, Instant since, Instant at, Phase phase) {
    return new Heartbeat(node, EnumSet.of(Role.HEALTH), "1", since, at, phase);
  }

  private static List<Phase> phases(Queue<Heartbeat> told) {
    return told.stream().map(Heartbeat::phase).toList();
  }

  @Test
  void itBeatsAgainAndAgain() {
    // When
    await().until(() -> told.size() >= 3);

    // Then
    assertThat(told)
        .allSatisfy(
            beat -> {
              assertThat(beat.node()).isEqualTo(SELF);
              assertThat(beat.since()).isEqualTo(first.since());
              assertThat(beat.phase()).isEqualTo(Phase.JOINING);
            });
    assertThat(told.stream().map(Heartbeat::at).distinct()).hasSize(told.size());
  }

  @Test
  void aNewPhaseHoldsInTheNodeAtOnceAndIsToldToAll() {
    // When
    heart.enter(Phase.SERVING);
    List<NodeId> serving = members.serving(Role.HEALTH, Instant.now());
    heart.enter(Phase.LEAVING);
    List<NodeId> left = members.serving(Role.HEALTH, Instant.now());

    // Then
    assertThat(serving).containsExactly(SELF);
    assertThat(left).isEmpty();
    await().until(() -> phases(told).containsAll(List.of(Phase.SERVING, Phase.LEAVING)));
  }

  @Test
  void aNodeThatStoodStillServesAgainOnceItHasCaughtUp() {
    // Given
    heart.enter(Phase.SERVING);
    boolean before = heart.serves();

    // When: all others take it for gone by now
    ahead.set(Members.LONGEST_SILENCE);
    boolean atOnce = heart.serves();
    heart.beat();

    // Then
    assertThat(before).isTrue();
    assertThat(atOnce).isFalse();
    assertThat(heart.serves()).isFalse();
    assertThat(thaws).hasValue(1);
    assertThat(members.serving(Role.HEALTH, Instant.now().plus(ahead.get()))).isEmpty();

    // When
    heart.caughtUp();

    // Then
    assertThat(heart.serves()).isTrue();
    assertThat(thaws).hasValue(1);
  }

  @Test
  void aNodeThatStoodStillKnowsWhomItHeardBefore() {
    // Given: another one has left
    heart.heard(beat(OTHER, Instant.now(), Phase.SERVING));
    heart.heard(beat(new NodeId("leaver"), Instant.now(), Phase.LEAVING));
    heart.enter(Phase.SERVING);

    // When
    ahead.set(Members.LONGEST_SILENCE);
    heart.beat();

    // Then
    assertThat(stayed).hasValue(Set.of(OTHER));
  }

  @Test
  void aNodeThatLeavesDoesNotServeAgainBecauseItHasCaughtUp() {
    // Given
    heart.enter(Phase.LEAVING);

    // When
    heart.caughtUp();

    // Then
    assertThat(heart.serves()).isFalse();
    assertThat(members.serving(Role.HEALTH, Instant.now())).isEmpty();
  }

  @Test
  void othersAreMembersOnceTheyAreHeard() {
    // When
    bus.tell(Heartbeat.LINE, beat(OTHER, Instant.now(), Phase.SERVING));

    // Then
    await().until(() -> members.serving(Role.HEALTH, Instant.now()).equals(List.of(OTHER)));
  }

  @Test
  void aNodeWhoseClockIsAheadIsWarnedOfOnce() {
    // Given
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    Logger log = (Logger) LoggerFactory.getLogger(Heart.class);
    log.addAppender(lines);
    lines.start();

    try {
      // When
      for (int i = 0; i < 2 * Clocks.IN_A_ROW; i++) {
        heart.heard(beat(OTHER, Instant.now(), Instant.now().plusSeconds(90), Phase.SERVING));
      }

      // Then
      List<ILoggingEvent> warned =
          lines.list.stream().filter(line -> line.getLevel() == Level.WARN).toList();
      assertThat(warned).hasSize(1);
      assertThat(warned.getFirst().getMessage())
          .isEqualTo("the clock of another node does not agree with this one's");
      assertThat(warned.getFirst().getKeyValuePairs())
          .extracting(pair -> pair.key + "=" + pair.value)
          .contains("node=b")
          .anyMatch(pair -> pair.matches("because=it is (89|90)\\d{3} ms ahead"));
    } finally {
      boolean unused = log.detachAppender(lines);
    }
  }

  @Test
  void anotherNodeOfTheSameNameChangesNothingThatThisOneKnowsOfItself() {
    // Given
    heart.enter(Phase.SERVING);

    // When
    bus.tell(Heartbeat.LINE, beat(SELF, Instant.EPOCH, Phase.LEAVING));
    bus.tell(Heartbeat.LINE, beat(OTHER, Instant.now(), Phase.SERVING));

    // Then: the later one has been heard, and the earlier one left nothing behind
    await().until(() -> members.living(Instant.now()).size() == 2);
    assertThat(members.serving(Role.HEALTH, Instant.now())).containsExactly(SELF, OTHER);
  }
}
