package lab.gateway.peer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import lab.config.Secret;
import lab.config.Settings;
import lab.contract.Heartbeat;
import lab.contract.Heartbeat.Phase;
import lab.contract.NodeId;
import lab.contract.Role;
import lab.contract.bus.Bus;
import lab.contract.members.Members;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One node asks another for what that keeps, over a real connection. */
class OtherKeepersTest {
  private static final NodeId ASKER = new NodeId("asker");
  private static final NodeId HOLDER = new NodeId("holder");
  private static final String MARK = OtherKeepers.mark(HOLDER);
  private static final String KEY = "tenant:resp_1";

  private final Vertx vertx = Vertx.vertx();
  private final Bus bus = Bus.of(vertx, ASKER);
  private final Map<String, byte[]> kept = new ConcurrentHashMap<>();
  private volatile Instant now = Instant.now();
  private final Members members = new Members(heartbeat(ASKER, ""));
  private HttpServer server;
  private boolean silent;

  private final class Held implements Keeper {
    @Override
    public Future<Optional<byte[]>> find(String key) {
      return silent
          ? Future.future(never -> {})
          : Future.succeededFuture(Optional.ofNullable(kept.get(key)));
    }

    @Override
    public boolean forget(String key) {
      return kept.remove(key) != null;
    }
  }

  @BeforeEach
  void start() throws Exception {
    PeerRequests requests =
        new PeerRequests(
            vertx,
            HOLDER,
            signer("the secret of these nodes"),
            Duration.ofSeconds(5),
            (key, reply) -> reply.lost(),
            new Held(),
            new Strangers(vertx, Strangers.PATIENCE));
    server =
        vertx
            .createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(false))
            .connectionHandler(requests::came)
            .requestHandler(requests::handle)
            .listen(0, "127.0.0.1")
            .await(10, SECONDS);
    members.heard(heartbeat(HOLDER, "127.0.0.1:" + server.actualPort()), now);
    kept.put(KEY, "said".getBytes(UTF_8));
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

  private OtherKeepers keepers(String secret) {
    return new Peers(
            vertx,
            bus,
            members,
            Settings.DEFAULT,
            signer(secret),
            new HttpClientOptions(),
            () -> now)
        .keepers();
  }

  private OtherKeepers keepers() {
    return keepers("the secret of these nodes");
  }

  private static Optional<String> found(Future<Optional<Buffer>> asked) throws Exception {
    return asked.await(10, SECONDS).map(Buffer::toString);
  }

  @Test
  void whatAnotherNodeKeepsIsFoundByItsMark() throws Exception {
    assertThat(found(keepers().find(MARK, KEY))).contains("said");
    assertThat(found(keepers().find(MARK, "tenant:resp_2"))).isEmpty();
  }

  @Test
  void whatIsForgottenThereIsGone() throws Exception {
    // When
    boolean first = keepers().forget(MARK, KEY).await(10, SECONDS);
    boolean again = keepers().forget(MARK, KEY).await(10, SECONDS);

    // Then
    assertThat(first).isTrue();
    assertThat(again).isFalse();
    assertThat(kept).isEmpty();
  }

  @Test
  void aMarkOfNobodyElseIsAskedOfNobody() throws Exception {
    assertThat(found(keepers().find(keepers().mark(), KEY))).isEmpty();
    assertThat(found(keepers().find("00000000", KEY))).isEmpty();
    assertThat(keepers().mark()).hasSize(OtherKeepers.MARK).isNotEqualTo(MARK);
  }

  @Test
  void aNodeThatIsGoneHasNothing() throws Exception {
    // Given
    now = now.plus(Members.LONGEST_SILENCE);

    // Then
    assertThat(found(keepers().find(MARK, KEY))).isEmpty();
  }

  @Test
  void aNodeThatSaysNothingIsNotWaitedFor() {
    // Given
    silent = true;

    // Then
    assertThatThrownBy(() -> found(keepers().find(MARK, KEY))).isInstanceOf(TimeoutException.class);
  }

  @Test
  void aNodeThatCanNotBeReachedIsNotTakenForOneThatHasNothing() throws Exception {
    // Given
    var unused = server.close().await(10, SECONDS);

    // Then
    assertThatThrownBy(() -> found(keepers().find(MARK, KEY))).hasMessageContaining("refused");
  }

  @Test
  void aNodeOfAnotherSecretGetsAndDeletesNothing() {
    // Given
    OtherKeepers strange = keepers("another secret");

    // Then
    assertThatThrownBy(() -> found(strange.find(MARK, KEY))).hasMessageContaining("403");
    assertThatThrownBy(() -> strange.forget(MARK, KEY).await(10, SECONDS))
        .hasMessageContaining("403");
    assertThat(kept).containsKey(KEY);
  }
}
