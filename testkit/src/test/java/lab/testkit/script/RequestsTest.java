package lab.testkit.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A scripted provider records what comes and answers by its script. */
class RequestsTest extends WithProvider {
  @Test
  void aRequestIsRecordedAsItCame() throws Exception {
    // Given
    provider.then(Reply.json(200, "{}"));
    try (RawClient client = new RawClient(provider)) {
      // When
      client.send("POST /v1/x?y=1 HTTP/1.1\r\nHost: h\r\nX-A: 1\r\nx-a: 2\r\nTransfer-En");
      client.send("coding: chunked\r\n\r\n3;e=1\r\nab");
      client.send("c\r\n2\r\nde\r\n0\r\n\r\n");
      String answer = client.readThrough("{}");

      // Then
      assertThat(answer).startsWith("HTTP/1.1 200 OK\r\n").contains("content-length: 2\r\n");
      Received request = done(provider.awaitRequest(1)).request();
      assertThat(request.method()).isEqualTo("POST");
      assertThat(request.path()).isEqualTo("/v1/x?y=1");
      assertThat(request.header("x-a")).isEqualTo("1, 2");
      assertThat(request.text()).isEqualTo("abcde");
      assertThat(request.connection()).isEqualTo(1);
      assertThat(request.head()).startsWith("POST /v1/x?y=1 HTTP/1.1\r\nHost: h");
    }
  }

  @Test
  void repliesComeByPathThenFromTheQueueThenTheDefault() throws Exception {
    // Given
    provider
        .at("/health", Reply.json(200, "fit"))
        .then(Reply.json(200, "one"))
        .otherwise(Reply.json(200, "rest"));
    try (RawClient client = new RawClient(provider)) {
      // When
      String first = client.post("/a", "").readThrough("one");
      String health = client.post("/health?full=1", "").readThrough("fit");
      String second = client.post("/a", "").readThrough("rest");
      String third = client.post("/a", "").readThrough("rest");

      // Then
      assertThat(List.of(first, health, second, third)).allMatch(text -> text.contains("200 OK"));
      assertThat(provider.connections()).isEqualTo(1);
      assertThat(provider.requests()).extracting(Received::number).containsExactly(1, 2, 3, 4);
    }
  }

  @Test
  void pipelinedRequestsAreAnsweredInOrder() throws Exception {
    // Given
    Gate gate = new Gate();
    provider.then(Reply.ok().sized().at(gate).body("first"), Reply.ok().sized().body("second"));
    try (RawClient client = new RawClient(provider)) {
      // When
      client.post("/1", "").post("/2", "");
      done(provider.awaitRequest(2));
      gate.open();

      // Then
      assertThat(client.readThrough("second")).contains("first");
    }
  }

  @Test
  void aConnectionIsMetAsTheScriptSays() throws Exception {
    // Given
    provider.welcome(Welcome.CLOSE, Welcome.IGNORE).then(Reply.json(200, "{}"));
    try (RawClient closed = new RawClient(provider)) {
      // When
      byte[] wire = closed.readAll();

      // Then
      assertThat(wire).isEmpty();
    }
    try (RawClient ignored = new RawClient(provider);
        RawClient served = new RawClient(provider)) {
      assertThat(ignored.post("/", "").hearsNothingFor(Duration.ofMillis(50))).isTrue();
      assertThat(served.post("/", "").readThrough("{}")).contains("200 OK");
      assertThat(provider.requests()).hasSize(1);
    }
  }

  @Test
  void aConnectionCanBeResetAtOnce() throws Exception {
    // Given
    provider.welcome(Welcome.RESET);
    try (RawClient client = new RawClient(provider)) {
      // When / Then
      assertThatThrownBy(client::readAll).isInstanceOf(SocketException.class);
    }
  }

  @Test
  void nothingMoreIsReadOnceReadingIsStopped() throws Exception {
    // Given
    provider.then(Reply.ok().sized().stopReading(), Reply.json(200, "{}"));
    try (RawClient client = new RawClient(provider)) {
      client.post("/1", "").readThrough("\r\n\r\n");

      // When
      client.post("/2", "");

      // Then
      assertThat(client.hearsNothingFor(Duration.ofMillis(50))).isTrue();
      assertThat(provider.requests()).hasSize(1);
    }
  }

  @Test
  void aRefusingAddressRefuses() {
    // Given
    URI address = ScriptedProvider.refusing();

    // When / Then
    assertThatThrownBy(() -> connect(address)).isInstanceOf(ConnectException.class);
  }

  private static void connect(URI address) throws IOException {
    new Socket(InetAddress.getLoopbackAddress(), address.getPort()).close();
  }

  @Test
  void aClosedProviderTakesNoMoreConnections() throws Exception {
    // Given
    URI address = provider.address();
    int before = provider.connections();
    done(provider.close());

    // When: refused, or by now somebody else's port
    try {
      connect(address);
    } catch (ConnectException refused) {
      assertThat(refused).hasMessageContaining("refused");
    }

    // Then
    assertThat(provider.connections()).isEqualTo(before);
    assertThat(provider.open()).isZero();
  }
}
