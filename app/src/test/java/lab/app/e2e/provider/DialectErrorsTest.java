package lab.app.e2e.provider;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.util.Map;
import lab.contract.AttemptOutcome.Ending;
import lab.contract.CallFinished;
import lab.testkit.script.Exchange;
import lab.testkit.script.Gate;
import lab.testkit.script.Reply;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every client's dialect with every provider's: what goes wrong is told as the client knows it. */
class DialectErrorsTest extends WithLab {
  private int calls;

  @Override
  Map<String, String> files() {
    return WireLab.files();
  }

  @ParameterizedTest
  @MethodSource("lab.app.e2e.provider.DialectPairs#streamedOrNot")
  void anErrorBeforeContentIsABodyOfTheClientsDialect(
      Speaker client, Wire provider, boolean streamed) throws Exception {
    // Given
    lab.provider(provider.type() + "-first").then(provider.serverError());

    // When
    Answer answer =
        DialectPairs.ask(lab, client, client.asks(DialectPairs.model(provider), streamed));

    // Then
    assertThat(answer.status()).isBetween(500, 599);
    assertThat(answer.header("content-type")).isEqualTo("application/json");
    assertThat(client.errorIn(answer.json())).as(answer.body()).isNotBlank();
  }

  @ParameterizedTest
  @MethodSource("lab.app.e2e.provider.DialectPairs#all")
  void anErrorInsideAStreamIsItsLastEvent(Speaker client, Wire provider) throws Exception {
    // Given
    lab.provider(provider.type() + "-first")
        .then(provider.stream(provider.opening(), provider.says("Hel"), provider.error("broken")));

    // When
    Answer answer = DialectPairs.ask(lab, client, client.asks(DialectPairs.model(provider), true));

    // Then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).contains("Hel");
    assertThat(client.errorAtTheEndOf(answer)).as(answer.body()).isNotBlank();
    assertThat(answer.body()).doesNotContain("end_turn").doesNotContain("\"done_reason\":\"stop\"");
  }

  @ParameterizedTest
  @MethodSource("lab.app.e2e.provider.DialectPairs#all")
  void aRefusedKeyIsNeverTheClients(Speaker client, Wire provider) throws Exception {
    // Given
    lab.provider(provider.type() + "-first").then(Reply.json(401, "{\"error\":\"unauthorized\"}"));

    // When
    Answer answer = DialectPairs.ask(lab, client, client.asks(DialectPairs.model(provider), false));

    // Then
    assertThat(answer.status()).isBetween(500, 599);
    assertThat(client.errorIn(answer.json())).isNotBlank();
  }

  @ParameterizedTest
  @MethodSource("lab.app.e2e.provider.DialectPairs#all")
  void aClientThatLeavesFreesTheProvider(Speaker client, Wire provider) throws Exception {
    // Given
    Gate gate = new Gate();
    Future<Exchange> asked =
        lab.script(
            provider.type() + "-first",
            provider.stream(provider.opening(), provider.says("Hel")).at(gate).thenHang());
    String id = "left-" + calls++;
    Client wire =
        lab.client()
            .post(
                client.path(),
                client.asks(DialectPairs.model(provider), true).encode(),
                "x-litellm-call-id: " + id);
    var unused = wire.head();

    // When
    wire.close();

    // Then
    var left = asked.await(5, SECONDS).peerLeft().await(5, SECONDS);
    CallFinished call = lab.finished(id);
    assertThat(call.status()).isEqualTo(499);
    assertThat(lab.attempts(call.call()))
        .extracting(one -> one.ending())
        .containsExactly(new Ending.Abandoned());
    assertThat(left).isNotNull();
  }

  @ParameterizedTest
  @MethodSource("lab.app.e2e.provider.DialectPairs#all")
  void whatIsWrongWithARequestIsToldInTheClientsDialect(Speaker client, Wire provider)
      throws Exception {
    // When
    Answer noJson;
    try (Client wire = lab.client()) {
      noJson = wire.post(client.path(), "{").answer();
    }
    Answer noModel = DialectPairs.ask(lab, client, client.asks("nobodys", false));

    // Then
    assertThat(noJson.status()).isEqualTo(400);
    assertThat(client.errorIn(noJson.json())).isNotBlank();
    assertThat(noModel.status()).isEqualTo(404);
    assertThat(client.errorIn(noModel.json())).contains("nobodys");
  }
}
