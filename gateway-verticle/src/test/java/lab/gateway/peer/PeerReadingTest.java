package lab.gateway.peer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import lab.config.Settings;
import lab.contract.FlightClaim.Flight;
import lab.contract.Heartbeat;
import lab.contract.Heartbeat.Phase;
import lab.contract.NodeId;
import lab.contract.Role;
import lab.contract.Usage;
import lab.contract.bus.Bus;
import lab.contract.members.Members;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One node reads an answer from another one, over a real connection. */
class PeerReadingTest {
  private static final NodeId READER = new NodeId("reader");
  private static final Flight FLIGHT = new Flight(OpenPeer.NODE, 7);
  private static final String KEY = "my space:0123";
  private static final End END = new End(new Usage(3, 4), null);

  private volatile Instant now = Instant.now();
  private final Members members = new Members(heartbeat(READER, ""));
  private final Heard told = new Heard();
  private OpenPeer leader;

  @BeforeEach
  void start() throws Exception {
    leader = new OpenPeer();
    members.heard(heartbeat(OpenPeer.NODE, "127.0.0.1:" + leader.port()), now);
  }

  @AfterEach
  void stop() throws Exception {
    leader.close();
  }

  private Heartbeat heartbeat(NodeId node, String peer) {
    return new Heartbeat(node, Set.of(Role.GATEWAY), "1", now, now, Phase.SERVING).readAt(peer);
  }

  private Runnable read(Signer signer, Flight flight) {
    Vertx vertx = leader.vertx();
    Peers peers =
        new Peers(
            vertx,
            Bus.of(vertx, READER),
            members,
            Settings.DEFAULT,
            signer,
            new HttpClientOptions(),
            () -> now);
    AtomicReference<Runnable> leave = new AtomicReference<>();
    vertx.runOnContext(loop -> leave.set(peers.read(flight, KEY, told)));
    await().until(() -> leave.get() != null);
    return () -> vertx.runOnContext(loop -> leave.get().run());
  }

  private Runnable read() {
    return read(OpenPeer.signer(), FLIGHT);
  }

  private void awaitTold(String... events) {
    await().atMost(Duration.ofSeconds(10)).until(() -> told.events().equals(List.of(events)));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  @Test
  void anAnswerIsReadFromItsStartToItsEnd() {
    // Given
    AtomicReference<String> key = new AtomicReference<>();
    leader.gives(
        (found, reply) -> {
          key.set(found);
          reply.head(true, false);
          reply.piece(bytes("one"));
          reply.piece(bytes("two"));
          reply.complete(END, bytes("three"));
        });

    // When
    Runnable unused = read();

    // Then
    awaitTold("begins true false", "one", "two", "three and 7");
    assertThat(key).hasValue(KEY);
  }

  @Test
  void whatIsLostThereIsLostHere() {
    // Given
    leader.gives((key, reply) -> reply.lost());

    // When
    Runnable unused = read();

    // Then
    awaitTold("lost");
  }

  @Test
  void anAnswerThatBreaksOffIsLost() {
    // Given
    leader.gives(
        (key, reply) -> {
          reply.head(true, false);
          reply.piece(bytes("one"));
        });
    Runnable unused = read();
    awaitTold("begins true false", "one");

    // When
    var closing = leader.asked().getFirst().connection().close();

    // Then
    awaitTold("begins true false", "one", "lost");
    assertThat(closing).isNotNull();
  }

  @Test
  void aNodeThatDoesNotBeginIsNotWaitedFor() {
    // Given
    leader.gives((key, reply) -> {});

    // When
    Runnable unused = read();

    // Then
    awaitTold("lost");
  }

  @Test
  void aNodeThatIsHeardNoMoreIsNotWaitedForInMidStream() {
    // Given
    leader.gives((key, reply) -> reply.head(true, false));
    Runnable unused = read();
    awaitTold("begins true false");

    // When
    now = now.plus(Members.LONGEST_SILENCE);

    // Then
    awaitTold("begins true false", "lost");
  }

  @Test
  void whoWaitsNoMoreIsToldToTheGiverAndHearsNothing() {
    // Given
    AtomicBoolean left = new AtomicBoolean();
    leader.gives(
        (key, reply) -> {
          reply.onLeft(() -> left.set(true));
          reply.head(true, false);
        });
    Runnable leave = read();
    awaitTold("begins true false");

    // When
    leave.run();

    // Then
    await().atMost(Duration.ofSeconds(10)).untilTrue(left);
    assertThat(told.events()).containsExactly("begins true false");
  }

  @Test
  void aNodeThatNobodyCanBeReadFromIsLostAtOnce() {
    // When
    Runnable unused =
        read(OpenPeer.signer("any secret at all"), new Flight(new NodeId("unknown"), 1));

    // Then
    awaitTold("lost");
    assertThat(leader.asked()).isEmpty();
  }

  @Test
  void aNodeOfAnotherSecretGetsNothing() {
    // Given
    leader.gives((key, reply) -> reply.complete(END, bytes("secret")));

    // When
    Runnable unused = read(OpenPeer.signer("another secret"), FLIGHT);

    // Then
    awaitTold("lost");
    assertThat(leader.asked().getFirst().response().getStatusCode()).isEqualTo(403);
  }
}
