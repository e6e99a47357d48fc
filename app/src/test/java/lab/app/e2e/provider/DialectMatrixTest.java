package lab.app.e2e.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import lab.testkit.wire.Call;
import lab.testkit.wire.Said;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every client's dialect with every provider's: what the model says arrives. */
class DialectMatrixTest extends WithLab {
  private static final Call ONE = new Call("call_1", "add", "{\"a\":1}");
  private static final Call TWO = new Call("call_2", "mul", "{\"b\":[2,{}]}");

  @Override
  Map<String, String> files() {
    return WireLab.files();
  }

  private Heard answered(Speaker client, Wire provider, boolean streamed, Said said)
      throws Exception {
    lab.provider(provider.type() + "-first").then(DialectPairs.reply(provider, streamed, said));
    Answer answer =
        DialectPairs.ask(
            lab, client, client.withTool(client.asks(DialectPairs.model(provider), streamed)));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.header("x-lab-provider")).isEqualTo(provider.type() + "-first");
    return client.hear(answer, streamed);
  }

  private static String finish(Speaker client, String openAi) {
    return switch (client) {
      case OPENAI -> openAi;
      case ANTHROPIC ->
          switch (openAi) {
            case "length" -> "max_tokens";
            case "tool_calls" -> "tool_use";
            default -> "end_turn";
          };
      case OLLAMA -> openAi.equals("length") ? "length" : "stop";
      case RESPONSES -> openAi.equals("length") ? "incomplete" : "completed";
    };
  }

  @ParameterizedTest
  @MethodSource("lab.app.e2e.provider.DialectPairs#streamedOrNot")
  void wordsArrive(Speaker client, Wire provider, boolean streamed) throws Exception {
    // When
    Heard heard = answered(client, provider, streamed, Said.words("Héllo \"wörld\"\n"));

    // Then
    assertThat(heard)
        .isEqualTo(new Heard("Héllo \"wörld\"\n", "", List.of(), finish(client, "stop")));
  }

  @ParameterizedTest
  @MethodSource("lab.app.e2e.provider.DialectPairs#streamedOrNot")
  void aToolCallArrives(Speaker client, Wire provider, boolean streamed) throws Exception {
    // When
    Heard heard = answered(client, provider, streamed, Said.calling(ONE));

    // Then
    assertThat(heard)
        .isEqualTo(new Heard("", "", List.of("add{\"a\":1}"), finish(client, "tool_calls")));
  }

  @ParameterizedTest
  @MethodSource("lab.app.e2e.provider.DialectPairs#streamedOrNot")
  void parallelToolCallsKeepTheirOrder(Speaker client, Wire provider, boolean streamed)
      throws Exception {
    // When
    Heard heard = answered(client, provider, streamed, Said.calling(ONE, TWO));

    // Then
    assertThat(heard.calls()).containsExactly("add{\"a\":1}", "mul{\"b\":[2,{}]}");
  }

  @ParameterizedTest
  @MethodSource("lab.app.e2e.provider.DialectPairs#streamedOrNot")
  void reasoningArrivesApartFromWords(Speaker client, Wire provider, boolean streamed)
      throws Exception {
    // When
    Heard heard =
        answered(client, provider, streamed, new Said("Hm, hm.", "Yes.", List.of(), "stop"));

    // Then
    assertThat(heard).isEqualTo(new Heard("Yes.", "Hm, hm.", List.of(), finish(client, "stop")));
  }

  @ParameterizedTest
  @MethodSource("lab.app.e2e.provider.DialectPairs#streamedOrNot")
  void anAnswerThatWasCutSaysSo(Speaker client, Wire provider, boolean streamed) throws Exception {
    // When
    Heard heard = answered(client, provider, streamed, new Said("", "Yes", List.of(), "length"));

    // Then
    assertThat(heard.finish()).isEqualTo(finish(client, "length"));
  }
}
