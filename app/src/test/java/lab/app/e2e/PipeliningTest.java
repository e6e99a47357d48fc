package lab.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import lab.testkit.script.Exchange;
import lab.testkit.script.Gate;
import lab.testkit.script.Reply;
import org.junit.jupiter.api.Test;

/** Requests that are sent without waiting for answers are answered one after the other. */
class PipeliningTest extends WithScriptedNode {

  /** A whole chat that says "first", once the gate is open. */
  private static Reply waitsAt(Gate gate) {
    return Reply.ok()
        .header("content-type", "application/json")
        .at(gate)
        .body(
            """
            {"id":"1","object":"chat.completion","created":1,"model":"test-model","choices":[
              {"index":0,"message":{"role":"assistant","content":"first"},"finish_reason":"stop"}]}
            """);
  }

  @Test
  void streamsErrorsAndPagesAreAnsweredInTheOrderOfTheirRequests() throws Exception {
    // Given: the first answer is held until all the requests have been sent
    Gate gate = new Gate();
    provider.then(waitsAt(gate), streamed("one ", "two"), said("second"), streamed("three"));
    try (Wire wire = new Wire(node.port())) {
      // When
      wire.send(
          Wire.post(CHAT, HELLO)
              + Wire.post(CHAT, HELLO_STREAMED)
              + Wire.post(CHAT, "{nonsense")
              + Wire.post(CHAT, HELLO)
              + Wire.head("GET", "/nothing")
              + Wire.post(CHAT, HELLO_STREAMED)
              + Wire.head("GET", "/health/liveness"));
      done(gate.reached());
      gate.open();

      // Then
      assertThat(wire.answer().body()).contains("first");
      assertThat(wire.answer().body()).contains("one ", "two", "[DONE]");
      wire.answer().isRefusal(400, "invalid_json");
      assertThat(wire.answer().body()).contains("second");
      wire.answer().isRefusal(404, "unknown_url");
      assertThat(wire.answer().body()).contains("three", "[DONE]");
      assertThat(wire.answer().body()).isEqualTo("\"I'm alive!\"");
    }
  }

  @Test
  void moreThanIsHeldIsReadWhenItsTurnComes() throws Exception {
    // Given: three megabytes of requests behind one that is not answered yet
    Gate gate = new Gate();
    provider.then(waitsAt(gate));
    int before = asked();
    String large = Wire.post(CHAT, HELLO.replace("Hello", "x".repeat(LARGEST_BODY / 2)));
    try (Wire wire = new Wire(node.port())) {
      Thread sender = Thread.startVirtualThread(() -> send(wire, Wire.post(CHAT, HELLO), large));
      done(provider.awaitRequest(before + 1));

      // When
      gate.open();

      // Then
      assertThat(wire.answer().body()).contains("first");
      for (int i = 0; i < 100; i++) {
        assertThat(wire.answer().status()).isEqualTo(200);
      }
      sender.join();
      assertThat(asked()).isEqualTo(before + 101);
    }
  }

  private static void send(Wire wire, String first, String others) {
    try {
      wire.send(first);
      for (int i = 0; i < 100; i++) {
        wire.send(others);
      }
    } catch (IOException closed) {
      throw new UncheckedIOException(closed);
    }
  }

  @Test
  void aBrokenRequestWaitsForTheAnswersBeforeIt() throws Exception {
    // Given
    Gate gate = new Gate();
    provider.then(waitsAt(gate));
    try (Wire wire = new Wire(node.port())) {
      // When
      wire.send(
          Wire.post(CHAT, HELLO) + "GET / HTTP/1.1\r\nbad header\r\n\r\n" + Wire.post(CHAT, HELLO));
      done(gate.reached());
      int before = asked();
      gate.open();

      // Then
      assertThat(wire.answer().body()).contains("first");
      wire.answer().isRefusal(400, "bad_http");
      assertThat(wire.closes()).isTrue();
      assertThat(asked()).isEqualTo(before);
    }
  }

  @Test
  void aClientThatLeavesWithRequestsWaitingCostsNothingMore() throws Exception {
    // Given
    try (LeakWatch watch = new LeakWatch()) {
      for (int round = 0; round < 20; round++) {
        Gate never = new Gate();
        provider.then(waitsAt(never));
        int before = asked();
        Wire wire = new Wire(node.port());
        wire.send(Wire.post(CHAT, HELLO).repeat(1 + round));
        Exchange first = done(provider.awaitRequest(before + 1));

        // When
        wire.close();

        // Then
        assertThat(done(first.peerLeft()).at()).isNotNull();
        assertThat(asked()).isEqualTo(before + 1);
        never.open();
      }
      assertThat(watch.leaks()).isEmpty();
    }
  }

  @Test
  void aClientThatLeavesMoreBehindThanIsHeldIsSeenToLeaveToo() throws Exception {
    // Given: so much that not all of it is read while the first waits for its answer
    Gate never = new Gate();
    provider.then(waitsAt(never));
    int before = asked();
    String large = Wire.post(CHAT, HELLO.replace("Hello", "x".repeat(LARGEST_BODY / 2)));
    try (LeakWatch watch = new LeakWatch()) {
      Wire wire = new Wire(node.port());
      wire.send(Wire.post(CHAT, HELLO) + large.repeat(10));
      Exchange first = done(provider.awaitRequest(before + 1));

      // When
      wire.close();

      // Then
      assertThat(done(first.peerLeft()).at()).isNotNull();
      assertThat(asked()).isEqualTo(before + 1);
      assertThat(watch.leaks()).isEmpty();
    }
    never.open();
  }

  @Test
  void nothingIsServedAfterARequestThatWantsToBeTheLast() throws Exception {
    // Given
    int before = asked();
    try (Wire wire = new Wire(node.port())) {
      // When
      wire.send(Wire.post(CHAT, "connection: close\r\n", HELLO) + Wire.post(CHAT, HELLO));

      // Then
      assertThat(wire.answer().keepsConnection()).isFalse();
      assertThat(wire.closes()).isTrue();
      assertThat(asked()).isEqualTo(before + 1);
    }
  }

  @Test
  void aConnectionServesManyRequestsOfEveryKindOneAfterTheOther() throws Exception {
    try (Wire wire = new Wire(node.port())) {
      for (int round = 0; round < 20; round++) {
        // When
        provider.then(streamed("round " + round));
        Answer stream = wire.send(Wire.post(CHAT, HELLO_STREAMED)).answer();
        Answer refused = wire.send(Wire.post(CHAT, "{}")).answer();
        Answer page = wire.send(Wire.head("GET", "/v1/models")).answer();

        // Then
        assertThat(stream.body()).contains("round " + round).endsWith("data: [DONE]\n\n");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(page.status()).isEqualTo(200);
      }
    }
  }
}
