package lab.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.MessageCodec;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import lab.contract.CircuitChanged;
import lab.contract.Heartbeat;
import lab.contract.NodeId;
import lab.contract.Notice;
import lab.contract.ProviderDigest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * A whole node, and a member of its cluster that is of a later version: it tells more than the node
 * knows, in messages that the node knows and in some that it does not.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NewerNodeTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final NodeId NEWER = new NodeId("newer");
  private static final String ADDED = "\"added_later\":{\"a\":[1,null,{\"b\":\"c\"}]}";

  private final Instant since = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private TestCluster cluster;
  private TestNode node;
  private Vertx newer;
  private int digests;

  /** JSON that is put on the wire under the name of a message. */
  private record Raw(String name) implements MessageCodec<String, String> {
    @Override
    public void encodeToWire(Buffer wire, String json) {
      byte[] bytes = json.getBytes(UTF_8);
      wire.appendInt(bytes.length).appendBytes(bytes);
    }

    @Override
    public String decodeFromWire(int position, Buffer wire) {
      throw new UnsupportedOperationException("only tells");
    }

    @Override
    public String transform(String json) {
      return json;
    }

    @Override
    public byte systemCodecID() {
      return -1;
    }
  }

  private static List<Logger> loggers() {
    return Stream.of("lab.contract", "io.vertx.core.impl.ContextImpl")
        .map(name -> (Logger) LoggerFactory.getLogger(name))
        .toList();
  }

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    log.start();
    loggers().forEach(logger -> logger.addAppender(log));
    cluster =
        new TestCluster(
            folder,
            Map.of(
                "providers.yaml",
                """
                health_checks: {enabled: false}
                providers:
                  p: {type: vllm, base_url: "http://127.0.0.1:9", models: [m, n]}
                """),
            2);
    node = cluster.start("node");
    newer =
        Clustering.join(Vertx.builder(), new VertxOptions(), NEWER, cluster.member())
            .await(40, SECONDS)
            .vertx();
    for (String name : new String[] {"Heartbeat", "ProviderDigest", "CircuitChanged", "Unheard"}) {
      newer.eventBus().registerCodec(new Raw("v1." + name));
    }
    await().atMost(PATIENCE).until(() -> isHeard("9.0.0"));
  }

  @AfterAll
  void stop() throws Exception {
    loggers().forEach(logger -> logger.detachAppender(log));
    var unused = newer.close().await(20, SECONDS);
    cluster.close();
  }

  private void tell(Notice<?> line, String json) {
    tell(line, line.tells().getSimpleName(), json);
  }

  private void tell(Notice<?> line, String name, String json) {
    newer
        .eventBus()
        .publish(line.address(), json, new DeliveryOptions().setCodecName("v1." + name));
  }

  private void heartbeat(String version) {
    tell(
        Heartbeat.LINE,
        """
        {%s,"node":"newer","roles":["ORACLE","METRICS"],"version":"%s","since":"%s","at":"%s",\
        "phase":"SERVING","files":"","epoch":0,"active":"","peer":""}\
        """
            .formatted(ADDED, version, since, Instant.now()));
  }

  private Optional<Heartbeat> heard() {
    return node.heartbeats().filter(one -> one.node().equals(NEWER)).findFirst();
  }

  private boolean isHeard(String version) {
    heartbeat(version);
    return heard().stream().anyMatch(one -> one.version().equals(version));
  }

  private void digest(int inFlight) {
    tell(
        ProviderDigest.LINE,
        """
        {"node":"newer","since":"%1$s","number":%2$d,%3$s,"trying":[],"providers":[{%3$s,\
        "provider":"p","inFlight":%4$d,"models":[{%3$s,"model":"m","inFlight":%4$d,"successes":1,\
        "failures":{"MOONSTRUCK":1},"unreached":0,"firstContent":{},"perToken":{}}]}]}\
        """
            .formatted(since, ++digests, ADDED, inFlight));
  }

  private JsonObject provider() throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI page = URI.create(node.base() + "/admin/providers");
      String body =
          client.send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString()).body();
      return new JsonObject(body).getJsonArray("providers").getJsonObject(0);
    }
  }

  /** As its digests say; it has to live to be counted. */
  private boolean isInFlight(int count) throws Exception {
    heartbeat("9.0.0");
    digest(count);
    return provider().getInteger("in_flight") == count;
  }

  @Test
  void itsHeartbeatIsHeardWithoutTheRoleThatNobodyKnows() {
    // When
    await().atMost(PATIENCE).until(() -> isHeard("9.1.0"));

    // Then
    assertThat(heard().orElseThrow().roles()).extracting(Enum::name).containsExactly("METRICS");
    assertThat(heard().orElseThrow().phase()).isEqualTo(Heartbeat.Phase.SERVING);
  }

  @Test
  void itsAttemptsCount() {
    await().atMost(PATIENCE).until(() -> isInFlight(3));
    await().atMost(PATIENCE).until(() -> isInFlight(5));
  }

  @Test
  void whatItFindsDownIsLeftAlone() {
    // Given
    Instant now = Instant.now();

    // When
    tell(
        CircuitChanged.LINE,
        """
        {%1$s,"place":{%1$s,"provider":"p","part":"MODEL","model":"n"},"since":"%2$s",\
        "until":"%3$s","because":"MOONSTRUCK","strikes":0,"recovering":null,"by":"newer"}\
        """
            .formatted(ADDED, now, now.plusSeconds(600)));

    // Then
    await().atMost(PATIENCE).until(() -> provider().encode().contains("cooldown"));
  }

  @Test
  void whatCanNotBeReadIsCountedAndToldOfInOneLine() {
    // Given
    long before = node.node().bus().unreadable();

    // When
    for (int i = 0; i < 3; i++) {
      tell(ProviderDigest.LINE, "{\"node\":\"newer\",\"since\":\"moonrise\"}");
    }

    // Then
    await().atMost(PATIENCE).until(() -> node.node().bus().unreadable() == before + 3);
    assertThat(told("lab.digest"))
        .singleElement()
        .asString()
        .contains("node=\"newer\"", "v1.ProviderDigest can not be read: since is not what");
  }

  @Test
  void whatIsNoMessageAtAllIsCountedAndToldOfInOneLine() throws Exception {
    // Given
    long before = node.node().bus().unreadable();
    int port = Objects.requireNonNull(node.node().options().cluster()).busPort();

    // When
    for (byte[] frame : List.of(new byte[] {-1, 0, 0, 0}, new byte[] {0, 0, 0, 1, 1})) {
      try (Socket stranger = new Socket(InetAddress.getLoopbackAddress(), port)) {
        stranger.getOutputStream().write(frame);
      }
    }

    // Then
    await().atMost(PATIENCE).until(() -> node.node().bus().unreadable() == before + 2);
    assertThat(told("any"))
        .singleElement()
        .asString()
        .contains("a frame can not be read: its lengths are wrong");
  }

  /** The log's fields of what can not be read on this line; there is nothing worse in the log. */
  private List<?> told(String line) {
    assertThat(log.list)
        .allSatisfy(one -> assertThat(one.getLevel()).isEqualTo(Level.WARN))
        .allSatisfy(one -> assertThat(one.getThrowableProxy()).isNull());
    return log.list.stream()
        .map(ILoggingEvent::getKeyValuePairs)
        .filter(fields -> fields.getFirst().value.equals(line))
        .toList();
  }

  @Test
  void aMessageThatNobodyKnowsTakesNoOtherWithIt() {
    // When: on the same connection, before and after
    for (int i = 0; i < 20; i++) {
      tell(Heartbeat.LINE, "Unheard", "{\"anything\":" + i + "}");
      heartbeat("9.2." + i);
    }

    // Then
    await()
        .atMost(PATIENCE)
        .until(() -> heard().stream().anyMatch(one -> one.version().equals("9.2.19")));
  }
}
