package lab.contract.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lab.contract.AttemptOutcome;
import lab.contract.AttemptStarted;
import lab.contract.BusMessage;
import lab.contract.CallFinished;
import lab.contract.CallId;
import lab.contract.Candidate;
import lab.contract.CircuitChanged;
import lab.contract.ExplainQuery;
import lab.contract.FailureKind;
import lab.contract.Heartbeat;
import lab.contract.LeftOut;
import lab.contract.ModelName;
import lab.contract.NodeId;
import lab.contract.Operation;
import lab.contract.ProbeReport;
import lab.contract.ProviderDigest;
import lab.contract.ProviderName;
import lab.contract.ProvidersQuery;
import lab.contract.RefusalReason;
import lab.contract.RemoteRouteQuery;
import lab.contract.RequestFacts;
import lab.contract.Role;
import lab.contract.RouteDecision;
import lab.contract.RouteQuery;
import lab.contract.SourceRef;
import lab.contract.Stage;
import lab.contract.Standing;
import lab.contract.Usage;
import lab.contract.Why;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecordCodecTest {
  private static final CallId CALL = new CallId("call-1");
  private static final ProviderName PROVIDER = new ProviderName("vllm");
  private static final ModelName MODEL = new ModelName("m:7b");
  private static final Candidate CANDIDATE = new Candidate(PROVIDER, MODEL, "exact");
  private static final RequestFacts FACTS =
      new RequestFacts(
          1200,
          40,
          true,
          true,
          256,
          2,
          "ada",
          Map.of("x-priority", "high"),
          Map.of("project", "lab"),
          List.of("batch"));
  private static final Why WHY =
      new Why(
          Stage.EXACT,
          "m:7b",
          new SourceRef("model-mappings.yaml", 3, 5),
          List.of(new LeftOut(PROVIDER, MODEL, "disabled")));

  private static final Standing COOLING =
      new Standing(
          Standing.State.COOLDOWN,
          Instant.parse("2026-01-02T03:04:05Z"),
          Instant.parse("2026-01-02T03:05:05Z"),
          "requests failed",
          new NodeId("node-1"));

  /** One of every leaf, with every field filled. */
  private static final List<BusMessage> EXAMPLES =
      List.of(
          new RouteQuery(CALL, Operation.CHAT, MODEL, true, "code", FACTS, List.of(MODEL), true),
          new RouteDecision.Go(List.of(CANDIDATE), List.of(CANDIDATE), List.of(CANDIDATE), WHY),
          new ExplainQuery(
              new RouteQuery(
                  CALL, Operation.CHAT, MODEL, true, "code", FACTS, List.of(MODEL), true)),
          new RemoteRouteQuery(
              new RouteQuery(
                  CALL, Operation.CHAT, MODEL, true, "code", FACTS, List.of(MODEL), true)),
          new ExplainQuery.Answer("{\"model\":\"m:7b\"}"),
          new ProvidersQuery(PROVIDER),
          new ProvidersQuery.Answer(
              List.of(
                  new ProvidersQuery.Known(
                      PROVIDER,
                      "vllm",
                      COOLING,
                      new ProvidersQuery.Times(0.5, 2.5),
                      3,
                      8,
                      new ProbeReport.Busy(3, 2, 0.75),
                      12.5,
                      Instant.parse("2026-01-02T03:04:05Z"),
                      List.of(MODEL),
                      List.of(
                          new ProvidersQuery.KnownModel(
                              MODEL, COOLING, true, 2, new ProvidersQuery.Times(0.5, 2.5)))))),
          new AttemptStarted(CALL, CANDIDATE),
          new RouteDecision.Refuse(RefusalReason.NONE_AVAILABLE, Duration.ofMillis(1500), WHY),
          new AttemptOutcome(
              CALL,
              CANDIDATE,
              new AttemptOutcome.Ending.Failed(FailureKind.RATE, Duration.ofSeconds(30)),
              Duration.ofMillis(20),
              Duration.ofSeconds(2),
              new Usage(3, 4),
              true),
          new CallFinished(
              CALL,
              Operation.EMBEDDING,
              MODEL,
              CANDIDATE,
              Stage.PATTERN,
              false,
              502,
              FailureKind.SERVER,
              2,
              Duration.ofMillis(20),
              Duration.ofSeconds(2),
              Duration.ofNanos(40_000),
              new Usage(3, 0)),
          new ProbeReport(
              PROVIDER,
              new ProbeReport.Finding.Up(
                  List.of(MODEL), List.of(MODEL), 4, new ProbeReport.Busy(3, 2, 0.75), 12.5),
              Instant.parse("2026-01-02T03:04:05Z"),
              Duration.ofMillis(7),
              new NodeId("node-1"),
              Instant.parse("2026-01-02T03:00:00Z")),
          new Heartbeat(
              new NodeId("node-1"),
              Set.of(Role.ROUTER),
              "1.2.3",
              Instant.parse("2026-01-02T03:04:05Z"),
              Instant.parse("2026-01-02T03:05:05Z"),
              Heartbeat.Phase.SERVING,
              "0a1b2c3d4e5f"),
          new ProviderDigest(
              new NodeId("node-1"),
              Instant.parse("2026-01-02T03:04:05Z"),
              7,
              List.of(
                  new ProviderDigest.OfProvider(
                      PROVIDER,
                      3,
                      List.of(
                          new ProviderDigest.OfModel(
                              MODEL,
                              2,
                              5,
                              Map.of(FailureKind.TIMEOUT, 1),
                              4,
                              Map.of(90, 6),
                              Map.of(64, 5)))))),
          new CircuitChanged(
              new CircuitChanged.Place(PROVIDER, CircuitChanged.Part.MODEL, MODEL),
              Instant.parse("2026-01-02T03:04:05Z"),
              Instant.parse("2026-01-02T03:05:05Z"),
              FailureKind.SERVER,
              2,
              Instant.parse("2026-01-02T03:05:07Z"),
              new NodeId("node-1")));

  static Stream<Class<? extends BusMessage>> leaves() {
    return RecordCodec.leaves(BusMessage.class).stream();
  }

  @ParameterizedTest
  @MethodSource("leaves")
  void everyMessageSurvivesTheWire(Class<? extends BusMessage> leaf) {
    roundTrip(leaf);
  }

  private static <T extends BusMessage> void roundTrip(Class<T> leaf) {
    // Given
    RecordCodec<T> codec = RecordCodec.of(leaf);
    T message = example(leaf);
    Buffer wire = Buffer.buffer("before");

    // When
    codec.encodeToWire(wire, message);

    // Then
    assertThat(codec.decodeFromWire("before".length(), wire)).isEqualTo(message);
  }

  /** The form on the wire is a promise to nodes of other versions: it changes on purpose only. */
  @ParameterizedTest
  @MethodSource("leaves")
  void theFormOnTheWireIsTheGoldenOne(Class<? extends BusMessage> leaf) throws IOException {
    assertThat(json(leaf)).isEqualTo(golden(nameOf(leaf)));
  }

  @ParameterizedTest
  @MethodSource("leaves")
  void aFieldThatANewerNodeAddedIsIgnored(Class<? extends BusMessage> leaf) {
    // Given
    String newer = json(leaf).replaceFirst("\\{", "{\"added_later\":{\"a\":[1]},");

    // When
    BusMessage read = read(leaf, newer);

    // Then
    assertThat(read).isEqualTo(example(leaf));
  }

  /** A poll told by a node of the first version, that asked for nothing but lists. */
  @Test
  void aReportOfAnOlderNodeSaysNothingOfTheRest() {
    // Given
    String older =
        """
        {"provider":"vllm","finding":{"finding":"up","models":["m:7b"]},\
        "at":"2026-01-02T03:04:05Z","took":"PT0.007S"}""";

    // When
    ProbeReport read = read(ProbeReport.class, older);

    // Then
    assertThat(read)
        .isEqualTo(
            new ProbeReport(
                PROVIDER,
                new ProbeReport.Finding.Up(List.of(MODEL)),
                Instant.parse("2026-01-02T03:04:05Z"),
                Duration.ofMillis(7)));
  }

  @Test
  void aKindOfFailureThatANewerNodeAddedCountsNothingAndTheRestOfTheDigestCounts() {
    // Given
    String newer =
        json(ProviderDigest.class).replace("\"failures\":{", "\"failures\":{\"ADDED_LATER\":9,");

    // When
    ProviderDigest read = read(ProviderDigest.class, newer);

    // Then
    assertThat(newer).contains("ADDED_LATER");
    assertThat(read).isEqualTo(example(ProviderDigest.class));
  }

  @Test
  void aCircuitThatOpenedForANewKindOfFailureIsOpen() {
    // Given
    String newer = json(CircuitChanged.class).replace("\"SERVER\"", "\"ADDED_LATER\"");

    // When
    CircuitChanged read = read(CircuitChanged.class, newer);

    // Then
    assertThat(newer).contains("ADDED_LATER");
    assertThat(read).isEqualTo(example(CircuitChanged.class));
  }

  @Test
  void aNodeWithARoleAndAPhaseThatANewerVersionAddedIsHeardAndTakesNothingOver() {
    // Given
    String newer =
        json(Heartbeat.class)
            .replace("[\"ROUTER\"]", "[\"ADDED_LATER\",\"ROUTER\"]")
            .replace("\"SERVING\"", "\"ADDED_LATER\"");

    // When
    Heartbeat read = read(Heartbeat.class, newer);

    // Then
    assertThat(read.roles()).containsExactly(Role.ROUTER);
    assertThat(read.phase()).isEqualTo(Heartbeat.Phase.JOINING);
  }

  @Test
  void anyOtherWordThatANewerNodeAddedMakesAMessageUnreadable() {
    // Given
    String newer = json(RouteDecision.Go.class).replace("\"EXACT\"", "\"ADDED_LATER\"");

    // When
    var reading = assertThatThrownBy(() -> read(RouteDecision.Go.class, newer));

    // Then
    reading.hasMessageContaining("v1.RouteDecision.Go can not be read");
  }

  private static <T extends BusMessage> T read(Class<T> leaf, String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    return RecordCodec.of(leaf)
        .decodeFromWire(0, Buffer.buffer().appendInt(bytes.length).appendBytes(bytes));
  }

  @Test
  void noTwoMessagesHaveTheSameNameOnTheWire() {
    assertThat(leaves().map(leaf -> RecordCodec.of(leaf).name()).toList())
        .doesNotHaveDuplicates()
        .allMatch(name -> name.startsWith("v1."));
  }

  @Test
  void everyMessageHasAnExampleHere() {
    assertThat(EXAMPLES)
        .extracting(Object::getClass)
        .containsExactlyInAnyOrderElementsOf(leaves().collect(Collectors.toSet()));
  }

  private static <T extends BusMessage> T example(Class<T> leaf) {
    return EXAMPLES.stream()
        .filter(leaf::isInstance)
        .map(leaf::cast)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no example of " + leaf));
  }

  private static String json(Class<? extends BusMessage> leaf) {
    Buffer wire = Buffer.buffer();
    encode(leaf, wire);
    return wire.getString(Integer.BYTES, wire.length());
  }

  private static <T extends BusMessage> void encode(Class<T> leaf, Buffer wire) {
    RecordCodec.of(leaf).encodeToWire(wire, example(leaf));
  }

  private static String nameOf(Class<?> leaf) {
    Class<?> outer = leaf.getEnclosingClass();
    return (outer == null ? "" : outer.getSimpleName() + ".") + leaf.getSimpleName();
  }

  private static String golden(String name) throws IOException {
    try (InputStream file =
        RecordCodecTest.class.getResourceAsStream("/golden/" + name + ".json")) {
      return file == null
          ? "no golden file for " + name
          : new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }
}
