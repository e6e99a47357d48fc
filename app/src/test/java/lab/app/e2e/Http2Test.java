package lab.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.StreamResetException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import lab.testkit.answers.ChatStream;
import lab.testkit.script.Exchange;
import lab.testkit.script.Gate;
import lab.testkit.script.Reply;
import lab.testkit.wire.Flavour;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Clients that speak HTTP/2, with prior knowledge: many requests on a connection, each of which
 * ends by itself.
 */
class Http2Test extends WithScriptedNode {
  private static final int STREAMS = 100;

  private OneConnection client;

  @Override
  String gateway() {
    return """
        server_settings:
          max_request_size: %d
          idle_timeout: 4s
          send_timeout: 2s
        """
        .formatted(LARGEST_BODY);
  }

  @BeforeEach
  void connect() throws Exception {
    client = OneConnection.to(vertx, node.port());
  }

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void chatsAreAnswered() throws Exception {
    // Given
    provider.then(said("Hello to you")).then(streamed("in", " parts"));

    // When
    Answer whole = client.post(CHAT, HELLO);
    Answer stream = client.post(CHAT, HELLO_STREAMED);

    // Then
    assertThat(whole.status()).isEqualTo(200);
    assertThat(whole.body()).contains("Hello to you");
    assertThat(stream.body()).contains(" parts").endsWith("data: [DONE]\n\n");
    assertThat(stream.headers()).doesNotContainKeys("connection", "transfer-encoding");
  }

  @Test
  void aHundredStreamsShareAConnection() throws Exception {
    // Given
    Gate gate = new Gate();
    int before = asked();
    for (int i = 0; i < STREAMS; i++) {
      ChatStream stream = ChatStream.good(Flavour.VLLM, "test-model", "one ", "two");
      provider.then(
          Reply.events(stream.events().subList(0, 2))
              .at(gate)
              .bodies(stream.events().subList(2, stream.events().size())));
    }

    // When
    List<Future<Answer>> answers = new ArrayList<>();
    for (int i = 0; i < STREAMS; i++) {
      answers.add(OneConnection.read(client.send(CHAT, HELLO_STREAMED)));
    }
    await().until(() -> asked() == before + STREAMS);
    gate.open();

    // Then
    for (Future<Answer> answer : answers) {
      assertThat(done(answer).body()).contains("one ", "two").endsWith("data: [DONE]\n\n");
    }
  }

  @Test
  void aBodyThatIsTooLargeIsRefusedAndTheConnectionStays() throws Exception {
    // Given: with its length, and without
    String large = "x".repeat(4 * LARGEST_BODY);

    // When
    Answer announced = client.post(CHAT, large);
    HttpClientRequest request = client.begin(HttpMethod.POST, CHAT).setChunked(true);
    Future<Void> unused = request.end(Buffer.buffer(large)).otherwiseEmpty();
    Answer found = OneConnection.whole(request.response());
    Answer next = client.post(CHAT, HELLO);

    // Then
    announced.isRefusal(413, "request_too_large");
    found.isRefusal(413, "request_too_large");
    assertThat(next.status()).isEqualTo(200);
  }

  @Test
  void aBodyThatDoesNotEndAfterItsRefusalLosesItsStreamOnly() throws Exception {
    // Given
    HttpClientRequest request =
        client.begin(HttpMethod.POST, CHAT).putHeader("content-length", "1000000");
    CompletableFuture<Throwable> lost = new CompletableFuture<>();
    request.exceptionHandler(lost::complete);

    // When
    Future<Void> unused = request.sendHead();
    Answer answer = OneConnection.whole(request.response());
    Throwable reset = lost.get(10, TimeUnit.SECONDS);

    // Then
    answer.isRefusal(413, "request_too_large");
    assertThat(reset).isInstanceOf(StreamResetException.class);
    assertThat(client.post(CHAT, HELLO).status()).isEqualTo(200);
  }

  @Test
  void aRequestThatDoesNotEndAfterItsAnswerLosesItsStreamOnly() throws Exception {
    // Given
    HttpClientRequest request = client.begin(HttpMethod.GET, "/health/liveness").setChunked(true);
    CompletableFuture<Throwable> lost = new CompletableFuture<>();
    request.exceptionHandler(lost::complete);

    // When
    Future<Void> unused = request.sendHead();
    Answer answer = OneConnection.whole(request.response());
    Throwable reset = lost.get(10, TimeUnit.SECONDS);

    // Then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(reset).isInstanceOf(StreamResetException.class);
    assertThat(client.get("/health/liveness").status()).isEqualTo(200);
  }

  @Test
  void aClientThatResetsAStreamFreesItsProviderAndNoOther() throws Exception {
    // Given
    Gate never = new Gate();
    Gate gate = new Gate();
    int before = provider.requests().size();
    ChatStream stream = ChatStream.good(Flavour.VLLM, "test-model", "one ", "two");
    provider.then(Reply.events(stream.events().subList(0, 2)).at(never));
    provider.then(
        Reply.events(stream.events().subList(0, 2)).at(gate).bodies(List.of("data: [DONE]\n\n")));
    HttpClientRequest leaves =
        client.begin(HttpMethod.POST, CHAT).putHeader("content-type", "application/json");
    Future<HttpClientResponse> first = leaves.send(HELLO_STREAMED);
    Exchange left = done(provider.awaitRequest(before + 1));
    Future<HttpClientResponse> second = client.send(CHAT, HELLO_STREAMED);
    done(first);
    done(second);

    // When
    done(leaves.reset());

    // Then
    done(left.peerLeft());
    Future<Answer> other = OneConnection.read(second);
    gate.open();
    assertThat(done(other).status()).isEqualTo(200);
  }

  @Test
  void aStreamThatIsResetBeforeItsBodyEndsIsNoMore() throws Exception {
    // Given
    int before = asked();
    HttpClientRequest request = client.begin(HttpMethod.POST, CHAT).setChunked(true);
    done(request.write("{\"model\":"));

    // When
    done(request.reset());

    // Then
    assertThat(client.post(CHAT, HELLO).status()).isEqualTo(200);
    assertThat(asked()).isEqualTo(before + 1);
  }

  @Test
  void anAnswerThatNobodyReadsLosesItsStreamOnly() throws Exception {
    // Given
    provider.then(said("x".repeat(24 * 1024 * 1024)));
    HttpClientResponse head = done(client.send(CHAT, HELLO));
    CompletableFuture<Throwable> lost = new CompletableFuture<>();
    head.exceptionHandler(lost::complete);

    // When: others are read meanwhile
    while (!lost.isDone()) {
      assertThat(client.get("/health/liveness").status()).isEqualTo(200);
    }

    // Then
    assertThat(lost.join()).isInstanceOf(StreamResetException.class);
  }

  @Test
  void manyQuickResetsEndTheConnection() throws Exception {
    // When: as an attack does that lets nobody else be served
    for (int i = 0; i < 1_200; i++) {
      client.beginAndReset(CHAT);
    }

    // Then
    done(client.closed());
    try (OneConnection other = OneConnection.to(vertx, node.port())) {
      assertThat(other.get("/health/liveness").status()).isEqualTo(200);
    }
  }

  @Test
  void aConnectionThatRestsIsClosedInOrder() throws Exception {
    // Given
    assertThat(client.get("/health/liveness").status()).isEqualTo(200);

    // Then
    done(client.told());
    done(client.closed());
  }
}
