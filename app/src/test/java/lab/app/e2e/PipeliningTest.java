package lab.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import lab.testkit.script.Gate;
import lab.testkit.script.Reply;
import org.junit.jupiter.api.Test;

/** Requests that are sent without waiting for answers are answered one after the other. */
class PipeliningTest extends WithScriptedNode {

  @Test
  void streamsErrorsAndPagesAreAnsweredInTheOrderOfTheirRequests() throws Exception {
    // Given: the first answer is held until all the requests have been sent
    Gate gate = new Gate();
    provider.then(
        Reply.ok().header("content-type", "application/json").sized().at(gate).body("{}"),
        streamed("one ", "two"),
        said("second"),
        streamed("three"));
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
      assertThat(wire.answer().body()).isEqualTo("{}");
      assertThat(wire.answer().body()).contains("one ", "two", "[DONE]");
      wire.answer().isRefusal(400, "invalid_json");
      assertThat(wire.answer().body()).contains("second");
      wire.answer().isRefusal(404, "unknown_url");
      assertThat(wire.answer().body()).contains("three", "[DONE]");
      assertThat(wire.answer().body()).isEqualTo("\"I'm alive!\"");
    }
  }

  @Test
  void aBrokenRequestWaitsForTheAnswersBeforeIt() throws Exception {
    // Given
    Gate gate = new Gate();
    provider.then(
        Reply.ok().header("content-type", "application/json").sized().at(gate).body("{}"));
    try (Wire wire = new Wire(node.port())) {
      // When
      wire.send(
          Wire.post(CHAT, HELLO) + "GET / HTTP/1.1\r\nbad header\r\n\r\n" + Wire.post(CHAT, HELLO));
      done(gate.reached());
      int before = asked();
      gate.open();

      // Then
      assertThat(wire.answer().body()).isEqualTo("{}");
      wire.answer().isRefusal(400, "bad_http");
      assertThat(wire.closes()).isTrue();
      assertThat(asked()).isEqualTo(before);
    }
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
