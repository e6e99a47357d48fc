package lab.contract.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lab.contract.BusMessage;
import lab.contract.CircuitChanged;
import lab.contract.Heartbeat;
import lab.contract.ProbeReport;
import lab.contract.ProviderDigest;
import lab.contract.Role;
import lab.contract.RouteDecision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordCodecTest {
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
    RecordCodec<T> codec = new RecordCodec<>(leaf);
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
        "at":"2026-01-02T03:04:05Z","took":"PT0.007S"}\
        """;

    // When
    ProbeReport read = read(ProbeReport.class, older);

    // Then
    assertThat(read)
        .isEqualTo(
            new ProbeReport(
                Examples.PROVIDER,
                new ProbeReport.Finding.Up(List.of(Examples.MODEL)),
                Instant.parse("2026-01-02T03:04:05Z"),
                null,
                Instant.parse("2026-01-02T03:04:05Z")));
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
  void aDigestOfAnOlderNodeTriesNothing() {
    // Given
    String older = json(ProviderDigest.class).replaceFirst(",\"trying\":\\[.*]}$", "}");

    // When
    ProviderDigest read = read(ProviderDigest.class, older);

    // Then
    assertThat(older).doesNotContain("trying");
    assertThat(read.trying()).isEmpty();
    assertThat(read.providers()).isEqualTo(example(ProviderDigest.class).providers());
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
    reading.hasMessage("v1.RouteDecision.Go can not be read: why is not what this version knows");
  }

  @Test
  void anUnreadableMessageNamesItsSenderAndTheFieldAndQuotesNothing() {
    // Given
    String broken = json(Heartbeat.class).replace("\"epoch\":7", "\"epoch\":\"secret\"");

    // When
    var reading = assertThatThrownBy(() -> read(Heartbeat.class, broken));

    // Then
    reading
        .hasMessage("v1.Heartbeat can not be read: epoch is not what this version knows")
        .isInstanceOfSatisfying(
            UnreadableMessage.class, wrong -> assertThat(wrong.sender()).isEqualTo("node-1"));
  }

  @Test
  void whatIsNoJsonIsOfNobody() {
    // When
    var reading = assertThatThrownBy(() -> read(Heartbeat.class, "{\"node\":\"a\",\"roles\":"));

    // Then
    reading
        .hasMessage("v1.Heartbeat can not be read: it is not the JSON of such a message")
        .isInstanceOfSatisfying(
            UnreadableMessage.class, wrong -> assertThat(wrong.sender()).isNull());
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 3, Integer.MAX_VALUE})
  void aMessageThatIsNotAsLongAsItSaysCanNotBeRead(int length) {
    // Given
    Buffer wire = Buffer.buffer().appendInt(length).appendString("{}");

    // When
    var reading =
        assertThatThrownBy(() -> new RecordCodec<>(Heartbeat.class).decodeFromWire(0, wire));

    // Then
    reading.hasMessage("v1.Heartbeat can not be read: it is not as long as it says");
  }

  private static <T extends BusMessage> T read(Class<T> leaf, String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    return new RecordCodec<>(leaf)
        .decodeFromWire(0, Buffer.buffer().appendInt(bytes.length).appendBytes(bytes));
  }

  @Test
  void noTwoMessagesHaveTheSameNameOnTheWire() {
    assertThat(leaves().map(leaf -> new RecordCodec<>(leaf).name()).toList())
        .doesNotHaveDuplicates()
        .allMatch(name -> name.startsWith("v1."));
  }

  @Test
  void everyMessageHasAnExampleHere() {
    assertThat(Examples.ALL)
        .extracting(Object::getClass)
        .containsExactlyInAnyOrderElementsOf(leaves().collect(Collectors.toSet()));
  }

  private static <T extends BusMessage> T example(Class<T> leaf) {
    return Examples.ALL.stream()
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
    new RecordCodec<>(leaf).encodeToWire(wire, example(leaf));
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
