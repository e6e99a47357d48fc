package lab.gateway.peer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import lab.config.Secret;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One node reads an answer from another one, over a real connection. */
class PeerPortTest {
  private static final NodeId READER = new NodeId("reader");
  private static final NodeId LEADER = new NodeId("leader");
  private static final Flight FLIGHT = new Flight(LEADER, 7);
  private static final String KEY = "my space:0123";
  private static final End END = new End(new Usage(3, 4), null);
  private static final Duration STALL = Duration.ofMillis(300);

  private final Vertx vertx = Vertx.vertx();
  private final AtomicReference<Giver> giver = new AtomicReference<>();
  private final List<HttpServerRequest> asked = new CopyOnWriteArrayList<>();
  private Instant now = Instant.now();
  private HttpServer server;
  private Members members;
  private Heard told;

  @BeforeEach
  void start() throws Exception {
    Signer signer = signer("the secret of these nodes");
    PeerRequests requests =
        new PeerRequests(
            vertx,
            LEADER,
            signer,
            STALL,
            (key, reply) -> giver.get().give(key, reply),
            Keeper.NOTHING);
    server =
        vertx
            .createHttpServer()
            .requestHandler(
                request -> {
                  asked.add(request);
                  requests.handle(request);
                })
            .listen(0, "127.0.0.1")
            .await(10, SECONDS);
    members = new Members(heartbeat(READER, ""));
    members.heard(heartbeat(LEADER, "127.0.0.1:" + server.actualPort()), now);
    told = new Heard();
  }

  @AfterEach
  void stop() throws Exception {
    var unused = vertx.close().await(10, SECONDS);
  }

  private Heartbeat heartbeat(NodeId node, String peer) {
    return new Heartbeat(node, Set.of(Role.GATEWAY), "1", now, now, Phase.SERVING).readAt(peer);
  }

  private Signer signer(String secret) {
    return new Signer(new Secret(secret), () -> now);
  }

  private Runnable read(Signer signer, Flight flight) {
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
    return read(signer("the secret of these nodes"), FLIGHT);
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
    giver.set(
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
    giver.set((key, reply) -> reply.lost());

    // When
    Runnable unused = read();

    // Then
    awaitTold("lost");
  }

  @Test
  void anAnswerThatBreaksOffIsLost() {
    // Given
    giver.set(
        (key, reply) -> {
          reply.head(true, false);
          reply.piece(bytes("one"));
        });
    Runnable unused = read();
    awaitTold("begins true false", "one");

    // When
    var closing = asked.getFirst().connection().close();

    // Then
    awaitTold("begins true false", "one", "lost");
    assertThat(closing).isNotNull();
  }

  @Test
  void aNodeThatDoesNotBeginIsNotWaitedFor() {
    // Given
    giver.set((key, reply) -> {});

    // When
    Runnable unused = read();

    // Then
    awaitTold("lost");
  }

  @Test
  void aNodeThatIsHeardNoMoreIsNotWaitedForInMidStream() {
    // Given
    giver.set((key, reply) -> reply.head(true, false));
    Runnable unused = read();
    awaitTold("begins true false");

    // When
    members.left(LEADER);

    // Then
    awaitTold("begins true false", "lost");
  }

  @Test
  void whoWaitsNoMoreIsToldToTheGiverAndHearsNothing() {
    // Given
    AtomicBoolean left = new AtomicBoolean();
    giver.set(
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
    Runnable unused = read(signer("any secret at all"), new Flight(new NodeId("unknown"), 1));

    // Then
    awaitTold("lost");
    assertThat(asked).isEmpty();
  }

  @Test
  void aNodeOfAnotherSecretGetsNothing() {
    // Given
    giver.set((key, reply) -> reply.complete(END, bytes("secret")));

    // When
    Runnable unused = read(signer("another secret"), FLIGHT);

    // Then
    awaitTold("lost");
    assertThat(asked.getFirst().response().getStatusCode()).isEqualTo(403);
  }

  private HttpClientResponse raw(HttpMethod method, String path, MultiMap headers)
      throws Exception {
    HttpClient client = vertx.createHttpClient();
    return client
        .request(
            new RequestOptions()
                .setMethod(method)
                .setHost("127.0.0.1")
                .setPort(server.actualPort())
                .setURI(path)
                .setHeaders(headers))
        .compose(request -> request.send().onSuccess(HttpClientResponse::pause))
        .await(10, SECONDS);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /flights/leader/k, 200",
    "POST, /flights/leader/k, 404",
    "DELETE, /flights/leader/k, 404",
    "GET, /flights/other/k, 404",
    "GET, /, 404"
  })
  void onlyAnswersOfThisNodeAreGiven(String method, String path, int status) throws Exception {
    // Given
    giver.set((key, reply) -> reply.complete(END, bytes("it")));
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    signer("the secret of these nodes").sign(method, path, headers);

    // When
    int first = raw(HttpMethod.valueOf(method), path, headers).statusCode();
    int again = raw(HttpMethod.valueOf(method), path, headers).statusCode();

    // Then: a second time it is somebody else's
    assertThat(first).isEqualTo(status);
    assertThat(again).isEqualTo(403);
  }

  @Test
  void aNodeThatDoesNotReadHoldsTheGiverBackAndIsHungUpOnInTheEnd() throws Exception {
    // Given: no end of pieces
    AtomicInteger pieces = new AtomicInteger();
    AtomicBoolean left = new AtomicBoolean();
    giver.set(
        (key, reply) -> {
          reply.onLeft(() -> left.set(true));
          flood(reply, pieces);
        });
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    signer("the secret of these nodes").sign("GET", "/flights/leader/k", headers);

    // When
    HttpClientResponse deaf = raw(HttpMethod.GET, "/flights/leader/k", headers);

    // Then
    assertThat(deaf.statusCode()).isEqualTo(200);
    await().atMost(Duration.ofSeconds(10)).untilTrue(left);
    assertThat(pieces).hasValueLessThan(1_000);
  }

  private static void flood(PeerReply reply, AtomicInteger pieces) {
    do {
      pieces.incrementAndGet();
      reply.piece(new byte[100_000]);
    } while (!reply.waits(() -> flood(reply, pieces)));
  }
}
