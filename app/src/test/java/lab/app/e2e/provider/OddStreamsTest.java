package lab.app.e2e.provider;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.IntStream;
import lab.testkit.script.Exchange;
import lab.testkit.script.Gate;
import lab.testkit.script.Reply;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Streams that are odd and good: they reach the client as if they were ordinary. */
class OddStreamsTest extends WithLab {
  private static final String WORDS = "Grüße, 世界 🌍!";

  @Override
  Map<String, String> files() {
    return WireLab.files();
  }

  @ParameterizedTest
  @EnumSource
  void eventsAndCharactersCutAnywhereArriveWhole(Wire wire) throws Exception {
    String stream = wire.opening() + wire.says(WORDS) + wire.ending();
    int length = stream.getBytes(StandardCharsets.UTF_8).length;
    for (int step : new int[] {1, 2, 3, 7, 61}) {
      script(
          wire,
          wire.stream()
              .bodyCutAt(
                  stream, IntStream.iterate(step, at -> at < length, at -> at + step).toArray()));
      isAnOrdinaryAnswer(wire, WORDS);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aStreamInOnePieceArrivesWhole(Wire wire) throws Exception {
    script(wire, wire.stream(wire.opening() + wire.says("Hel") + wire.says("lo") + wire.ending()));
    isAnOrdinaryAnswer(wire, "Hello");
  }

  @ParameterizedTest
  @EnumSource
  void twoEventsInOneChunkArriveBoth(Wire wire) throws Exception {
    script(wire, wire.stream(wire.opening() + wire.says("Hel"), wire.says("lo") + wire.ending()));
    isAnOrdinaryAnswer(wire, "Hello");
  }

  @ParameterizedTest
  @EnumSource
  void lineEndsOfTwoCharactersArriveAsOne(Wire wire) throws Exception {
    String stream = wire.opening() + wire.says("Hel") + wire.says("lo") + wire.ending();
    script(wire, wire.stream().bodyByteByByte(stream.replace("\n", "\r\n")));
    isAnOrdinaryAnswer(wire, "Hello");
  }

  @ParameterizedTest
  @EnumSource
  void commentsInBetweenChangeNothing(Wire wire) throws Exception {
    String life = wire.comment();
    script(
        wire,
        wire.stream(
            life,
            life,
            wire.opening(),
            life,
            wire.says("Hel"),
            life + wire.says("lo"),
            life,
            wire.ending()));
    isAnOrdinaryAnswer(wire, "Hello");
  }

  @ParameterizedTest
  @EnumSource
  void anEventOfFiveMegabytesArrivesWhole(Wire wire) throws Exception {
    // Given
    String much = "0123456789abcdef".repeat(5 * 1024 * 1024 / 16);
    script(wire, wire.good(much));

    // When
    Answer answer = lab.chat(wire.type() + "-alone", true);

    // Then
    assertThat(answer.said()).hasSize(much.length()).isEqualTo(much);
    assertThat(answer.body()).endsWith("data: [DONE]\n\n");
  }

  @ParameterizedTest
  @EnumSource
  void anAnswerThatDripsArrivesWordByWord(Wire wire) throws Exception {
    // Given
    script(
        wire,
        wire.stream(wire.opening())
            .dripped(wire.says("Hi") + wire.ending(), Duration.ofNanos(200_000)));

    // When, Then
    isAnOrdinaryAnswer(wire, "Hi");
  }

  @ParameterizedTest
  @EnumSource
  void anEventIsPassedOnWhenItComesAndNotWithTheNextOne(Wire wire) throws Exception {
    // Given
    Gate gate = new Gate();
    script(
        wire,
        wire.stream(wire.opening(), wire.says("Hel"))
            .at(gate)
            .body(wire.says("lo"))
            .body(wire.ending()));

    try (Client client = lab.client()) {
      // When
      assertThat(client.chat(Lab.body(wire.type() + "-alone", true)).head().status())
          .isEqualTo(200);

      // Then: it is here while the provider still stands at the gate
      String come = client.event();
      while (!come.contains("Hel")) {
        come = client.event();
      }
      gate.open();
      assertThat(client.rest()).contains("lo").endsWith("data: [DONE]\n\n");
    }
  }

  @ParameterizedTest
  @EnumSource
  void gzipThatNobodyAskedForIsUnpacked(Wire wire) throws Exception {
    // Given
    var asked = lab.script(wire.type() + "-first", wire.good("Hel", "lo").gzipped());

    // When, Then
    isAnOrdinaryAnswer(wire, "Hello");
    assertThat(asked.await(5, SECONDS).request().header("accept-encoding")).isEqualTo("identity");
  }

  @ParameterizedTest
  @EnumSource
  void gzipOfAWholeAnswerIsUnpackedToo(Wire wire) throws Exception {
    // Given
    script(wire, wire.whole("Hello").gzipped());

    // When
    Answer answer = lab.chat(wire.type() + "-alone", false);

    // Then
    assertThat(answer.said()).isEqualTo("Hello");
    assertThat(answer.header("content-encoding")).isNull();
  }

  @ParameterizedTest
  @EnumSource
  void aStreamThatNobodyAskedForBecomesOneAnswer(Wire wire) throws Exception {
    // Given
    script(wire, wire.good("Hel", "lo"));

    // When
    Answer answer = lab.chat(wire.type() + "-alone", false);

    // Then
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.said()).isEqualTo("Hello");
    assertThat(answer.json().getString("object")).isEqualTo("chat.completion");
    assertThat(answer.json().getJsonObject("usage").getInteger("total_tokens")).isEqualTo(5);
  }

  @ParameterizedTest
  @EnumSource
  void aWholeAnswerToAStreamedCallBecomesAStream(Wire wire) throws Exception {
    script(wire, wire.whole("Hello"));
    isAnOrdinaryAnswer(wire, "Hello");
  }

  @ParameterizedTest
  @EnumSource(names = {"VLLM", "LLAMA_CPP"})
  void aFinishReasonWithoutTheTerminalEventIsAnEnd(Wire wire) throws Exception {
    script(
        wire,
        wire.stream(
            wire.opening(), wire.says("Hello"), wire.ending().replace("data: [DONE]\n\n", "")));
    isAnOrdinaryAnswer(wire, "Hello");
  }

  @ParameterizedTest
  @EnumSource
  void whatComesAfterTheEndIsNotPassedOn(Wire wire) throws Exception {
    script(wire, wire.good("Hello").body(wire.says("never")).body(wire.error("never")));
    isAnOrdinaryAnswer(wire, "Hello");
  }

  @ParameterizedTest
  @EnumSource(names = {"VLLM", "OLLAMA"})
  void aConnectionWhoseStreamNeverEndsIsClosedSoonAfterTheEndMark(Wire wire) throws Exception {
    // Given
    var asked = lab.script(wire.type() + "-first", wire.good("Hello").thenHang());

    // When
    isAnOrdinaryAnswer(wire, "Hello");
    Instant completed = Instant.now();

    // Then
    Exchange upstream = asked.await(5, SECONDS);
    assertThat(upstream.peerLeft().await(5, SECONDS).at())
        .isBetween(completed.minusMillis(50), completed.plusMillis(2_000));
  }

  @ParameterizedTest
  @EnumSource
  void aConnectionThatIsFloodedAfterTheEndMarkIsClosed(Wire wire) throws Exception {
    // Given
    var asked = lab.script(wire.type() + "-first", wire.good("Hello").flood(wire.says("never")));

    // When
    isAnOrdinaryAnswer(wire, "Hello");

    // Then: at once, and not only when its time is over
    Exchange upstream = asked.await(5, SECONDS);
    var unused = upstream.peerLeft().await(5, SECONDS);
    assertThat(upstream.bytesAccepted()).isLessThan(64 * 1024 * 1024);
  }

  private void script(Wire wire, Reply reply) {
    lab.provider(wire.type() + "-first").then(reply);
  }

  private void isAnOrdinaryAnswer(Wire wire, String words) throws Exception {
    // When
    Answer answer = lab.chat(wire.type() + "-alone", true);

    // Then
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.header("content-type")).startsWith("text/event-stream");
    assertThat(answer.said()).isEqualTo(words);
    assertThat(answer.events().getLast()).isEqualTo("data: [DONE]");
    JsonObject last = answer.chunks().getLast();
    assertThat(last.getJsonArray("choices").getJsonObject(0).getString("finish_reason"))
        .isEqualTo("stop");
    assertThat(answer.body()).doesNotContain("never").doesNotContain("\r");
    assertThat(lab.finished(answer).usage().total()).isEqualTo(5);
  }
}
