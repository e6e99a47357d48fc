package lab.app.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import lab.contract.AttemptOutcome;
import lab.contract.AttemptOutcome.Ending;
import lab.contract.CallFinished;
import lab.contract.FailureKind;
import lab.testkit.answers.ChatStream;
import lab.testkit.script.Reply;
import lab.testkit.script.Welcome;
import lab.testkit.wire.Flavour;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A client of HTTP/2 that leaves, in whatever way and phase, is no failure of its provider; {@link
 * lab.app.e2e.provider} has the same of HTTP/1.1.
 */
class Http2LeavesTest extends WithScriptedNode {
  /** Far more than systems take for a provider that does not read. */
  private static final int PROMPT = 24 * 1024 * 1024;

  private static final byte[] NO_ERROR = new byte[8];
  private static final byte[] CANCEL = {0, 0, 0, 8};

  private int connections;
  private int calls;
  private int attempts;

  /** How a client leaves. */
  enum Manner {
    BY_RESETTING_THE_STREAM,
    BY_SAYING_GOODBYE,
    IN_ORDER,
    BY_BREAKING_THE_CONNECTION;

    void leave(Frames client) throws IOException {
      switch (this) {
        case BY_RESETTING_THE_STREAM -> client.send(Frames.RST_STREAM, 0, 1, CANCEL);
        case BY_SAYING_GOODBYE -> client.send(Frames.GOAWAY, 0, 0, NO_ERROR).close();
        case IN_ORDER -> client.close();
        case BY_BREAKING_THE_CONNECTION -> client.breakOff();
      }
    }
  }

  /** How far its provider has come with the answer. */
  enum Answering {
    NOT_AT_ALL,
    THE_HEAD,
    SOME_OF_IT;

    Reply reply() {
      List<String> events = ChatStream.good(Flavour.VLLM, "test-model", "one ", "two").events();
      return switch (this) {
        case NOT_AT_ALL -> Reply.silence();
        case THE_HEAD -> Reply.events(List.of()).thenHang();
        case SOME_OF_IT -> Reply.events(events.subList(0, 2)).thenHang();
      };
    }
  }

  @Override
  String providers() {
    return """
    providers:
      scripted:
        type: vllm
        base_url: %s
        status: active
        models: [test-model]
      mute:
        type: vllm
        base_url: %s
        status: active
        connect_timeout: 60s
        models: [mute-model]
    health_checks:
      enabled: false
    """
        .formatted(provider.address(), provider.address().toString().replace("http:", "https:"));
  }

  @Override
  String gateway() {
    return "";
  }

  static Stream<Arguments> everyPhaseAndManner() {
    return Stream.of(Answering.values())
        .flatMap(phase -> Stream.of(Manner.values()).map(manner -> Arguments.of(phase, manner)));
  }

  @ParameterizedTest
  @MethodSource("everyPhaseAndManner")
  void whileItsProviderAnswers(Answering phase, Manner manner) throws Exception {
    try (Frames client = Frames.begun(node.port())) {
      // Given
      int before = asked();
      provider.then(phase.reply());
      count();
      client.post(1, CHAT, HELLO_STREAMED);
      var upstream = done(provider.awaitRequest(before + 1));
      if (phase == Answering.SOME_OF_IT) {
        assertThat(client.next(Frames.DATA).says("one ")).isTrue();
      }

      // When
      manner.leave(client);

      // Then
      var unused = done(upstream.peerLeft());
      isCancelledAndNobodysFailure();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whileItsProviderIsConnectedTo(Manner manner) throws Exception {
    try (Frames client = Frames.begun(node.port())) {
      // Given: a provider that says no word of TLS
      provider.welcome(Welcome.IGNORE);
      count();
      client.post(1, CHAT, HELLO.replace("test-model", "mute-model"));
      await().until(() -> provider.connections() > connections);

      // When
      manner.leave(client);

      // Then
      isCancelledAndNobodysFailure();
    }
  }

  @ParameterizedTest
  @EnumSource
  void beforeTheEndOfItsBody(Manner manner) throws Exception {
    try (Frames client = Frames.begun(node.port())) {
      // Given
      count();
      client.headOfPost(1, CHAT);
      client.send(Frames.DATA, 0, 1, "{\"model\":".getBytes(UTF_8)).isHeard();

      // When
      manner.leave(client);

      // Then
      CallFinished call = done(node.told().calls().await(calls + 1));
      assertThat(call.failure()).isEqualTo(FailureKind.CANCELLED);
      assertThat(node.told().attempts().all()).hasSize(attempts);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whileItsPromptIsOnTheWay(boolean onlyTheStream) throws Exception {
    // Given: a provider that does not read
    provider.welcome(Welcome.IGNORE);
    count();
    OneConnection client = OneConnection.to(vertx, node.port());
    HttpClientRequest request =
        client.begin(HttpMethod.POST, CHAT).putHeader("content-type", "application/json");
    Buffer prompt = Buffer.buffer(HELLO.replace("Hello", "x".repeat(PROMPT)));
    Future<HttpClientResponse> lost = request.send(prompt).otherwiseEmpty();
    await().until(() -> provider.connections() > connections);

    // When
    if (onlyTheStream) {
      done(request.reset());
    } else {
      client.close();
    }

    // Then
    isCancelledAndNobodysFailure();
    HttpClientResponse none = done(lost);
    assertThat(none).isNull();
    client.close();
  }

  private void count() {
    connections = provider.connections();
    calls = node.told().calls().all().size();
    attempts = node.told().attempts().all().size();
  }

  private void isCancelledAndNobodysFailure() throws Exception {
    CallFinished call = done(node.told().calls().await(calls + 1));
    assertThat(call.status()).isEqualTo(499);
    assertThat(call.failure()).isEqualTo(FailureKind.CANCELLED);
    AttemptOutcome attempt = done(node.told().attempts().await(attempts + 1));
    assertThat(attempt.ending()).isEqualTo(new Ending.Abandoned());
    assertThat(node.told().attempts().all()).hasSize(attempts + 1);
  }
}
