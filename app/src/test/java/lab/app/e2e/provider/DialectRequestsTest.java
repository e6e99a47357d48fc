package lab.app.e2e.provider;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.function.UnaryOperator;
import lab.testkit.script.Exchange;
import lab.testkit.wire.Said;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every client's dialect with every provider's: what is asked arrives. */
class DialectRequestsTest extends WithLab {
  @Override
  Map<String, String> files() {
    return WireLab.files();
  }

  private String sent(Speaker client, Wire provider, UnaryOperator<JsonObject> with)
      throws Exception {
    Future<Exchange> asked =
        lab.script(
            provider.type() + "-first", DialectPairs.reply(provider, false, Said.words("Yes")));
    Answer answer =
        DialectPairs.ask(lab, client, with.apply(client.asks(DialectPairs.model(provider), false)));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return asked.await(5, SECONDS).request().text();
  }

  @ParameterizedTest
  @MethodSource("lab.app.e2e.provider.DialectPairs#all")
  void whatTheModelShallBeIsSaid(Speaker client, Wire provider) throws Exception {
    // When
    JsonObject sent =
        new JsonObject(sent(client, provider, body -> client.withSystem(body, "Be brief.")));

    // Then
    JsonObject first = sent.getJsonArray("messages").getJsonObject(0);
    if (provider == Wire.ANTHROPIC) {
      assertThat(String.valueOf(sent.getValue("system"))).contains("Be brief.");
      assertThat(first.getString("role")).isEqualTo("user");
    } else {
      assertThat(first.getString("role")).isEqualTo("system");
      assertThat(String.valueOf(first.getValue("content"))).contains("Be brief.");
    }
  }

  @ParameterizedTest
  @MethodSource("lab.app.e2e.provider.DialectPairs#thatStop")
  void whereToStopIsSaid(Speaker client, Wire provider) throws Exception {
    // When
    String sent = sent(client, provider, body -> client.withStop(body, "END"));

    // Then
    String where = provider == Wire.ANTHROPIC ? "stop_sequences" : "stop";
    assertThat(sent.replace(" ", "")).containsAnyOf(q(where) + ":[\"END\"]", q(where) + ":\"END\"");
  }

  @ParameterizedTest
  @MethodSource("lab.app.e2e.provider.DialectPairs#all")
  void howMuchAtMostIsSaid(Speaker client, Wire provider) throws Exception {
    // When
    String sent = sent(client, provider, body -> client.withMost(body, 77));

    // Then
    assertThat(sent.replace(" ", ""))
        .containsAnyOf(
            provider == Wire.OLLAMA
                ? new String[] {"\"num_predict\":77"}
                : new String[] {"\"max_tokens\":77", "\"max_completion_tokens\":77"});
  }

  @ParameterizedTest
  @MethodSource("lab.app.e2e.provider.DialectPairs#all")
  void aToolsResultIsSaid(Speaker client, Wire provider) throws Exception {
    // When
    String sent = sent(client, provider, body -> client.withToolResult(body, "it is two"));

    // Then
    assertThat(sent).contains("it is two").contains(q("add"));
    assertThat(sent.replace(" ", ""))
        .contains(provider == Wire.ANTHROPIC ? "\"type\":\"tool_result\"" : "\"role\":\"tool\"");
  }

  @ParameterizedTest
  @MethodSource("lab.app.e2e.provider.DialectPairs#all")
  void anImageIsShown(Speaker client, Wire provider) throws Exception {
    // When
    String sent = sent(client, provider, client::withImage);

    // Then
    assertThat(sent.replace(" ", ""))
        .contains(
            switch (provider) {
              case VLLM, LLAMA_CPP -> "base64," + Speaker.IMAGE;
              case OLLAMA -> "\"images\":[\"" + Speaker.IMAGE + "\"]";
              case ANTHROPIC -> "\"data\":\"" + Speaker.IMAGE + "\"";
            })
        .contains("whatisit?");
  }

  private static String q(String text) {
    return "\"" + text + "\"";
  }
}
