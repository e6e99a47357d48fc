package lab.app.e2e.provider;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import lab.contract.AttemptOutcome.Ending;
import lab.contract.CallFinished;
import lab.testkit.answers.Answers;
import lab.testkit.answers.AnthropicStream;
import lab.testkit.answers.ChatStream;
import lab.testkit.answers.OllamaStream;
import lab.testkit.script.Exchange;
import lab.testkit.script.Gate;
import lab.testkit.script.Reply;
import lab.testkit.wire.Call;
import lab.testkit.wire.Flavour;
import lab.testkit.wire.Said;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every client's dialect with every provider's: what is asked arrives, and so does the answer. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DialectMatrixTest {
  private static final Call ONE = new Call("call_1", "add", "{\"a\":1}");
  private static final Call TWO = new Call("call_2", "mul", "{\"b\":[2,{}]}");

  private Lab lab;
  private int calls;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    lab = WireLab.start(folder);
  }

  @AfterAll
  void close() throws Exception {
    lab.close();
  }

  static Stream<Arguments> pairs() {
    return Stream.of(Speaker.values())
        .flatMap(
            client ->
                Stream.of(Wire.VLLM, Wire.OLLAMA, Wire.ANTHROPIC)
                    .map(provider -> Arguments.of(client, provider)));
  }

  static Stream<Arguments> streamedOrNot() {
    return pairs()
        .flatMap(
            pair ->
                Stream.of(true, false)
                    .map(streamed -> Arguments.of(pair.get()[0], pair.get()[1], streamed)));
  }

  private static Reply reply(Wire provider, boolean streamed, Said said) {
    if (!streamed) {
      return switch (provider) {
        case VLLM, LLAMA_CPP -> Answers.chat(Flavour.VLLM, Wire.MODEL, said);
        case OLLAMA -> Answers.ollamaChat(Wire.MODEL, said);
        case ANTHROPIC -> Answers.anthropicMessage(Wire.MODEL, said);
      };
    }
    return switch (provider) {
      case VLLM, LLAMA_CPP -> chunks(said).reply();
      case OLLAMA -> lines(said).reply();
      case ANTHROPIC -> events(said).reply();
    };
  }

  private static ChatStream chunks(Said said) {
    ChatStream stream = ChatStream.of(Flavour.VLLM, Wire.MODEL).role();
    stream = said.reasoning().isEmpty() ? stream : stream.thinks(said.reasoning());
    stream = said.content().isEmpty() ? stream : stream.says(said.content());
    for (int i = 0; i < said.calls().size(); i++) {
      Call call = said.calls().get(i);
      stream = stream.calls(i, call.id(), call.name(), halves(call));
    }
    return stream.finishes(said.finish()).usage(3, 2).done();
  }

  private static OllamaStream lines(Said said) {
    OllamaStream stream = OllamaStream.of(Wire.MODEL);
    stream = said.reasoning().isEmpty() ? stream : stream.thinks(said.reasoning());
    stream = said.content().isEmpty() ? stream : stream.says(said.content());
    stream = said.calls().isEmpty() ? stream : stream.calls(said.calls().toArray(Call[]::new));
    return stream.done(said.finish().equals("length") ? "length" : "stop", 3, 2);
  }

  private static AnthropicStream events(Said said) {
    AnthropicStream stream = AnthropicStream.of(Wire.MODEL).start(3).ping();
    stream = said.reasoning().isEmpty() ? stream : stream.thinks(said.reasoning());
    stream = said.content().isEmpty() ? stream : stream.says(said.content());
    for (Call call : said.calls()) {
      stream = stream.calls(call.id(), call.name(), halves(call));
    }
    String reason =
        switch (said.finish()) {
          case "length" -> "max_tokens";
          case "tool_calls" -> "tool_use";
          default -> "end_turn";
        };
    return stream.ends(reason, 3, 2);
  }

  private static String[] halves(Call call) {
    int middle = call.arguments().length() / 2;
    return new String[] {call.arguments().substring(0, middle), call.arguments().substring(middle)};
  }

  private static String model(Wire provider) {
    return provider.type() + "-alone";
  }

  private Answer ask(Speaker client, JsonObject body, String... headers) throws IOException {
    try (Client wire = lab.client()) {
      return wire.post(client.path(), body.encode(), headers).answer();
    }
  }

  private Heard answered(Speaker client, Wire provider, boolean streamed, Said said)
      throws Exception {
    lab.provider(provider.type() + "-first").then(reply(provider, streamed, said));
    Answer answer = ask(client, client.withTool(client.asks(model(provider), streamed)));
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
    };
  }

  @ParameterizedTest
  @MethodSource("streamedOrNot")
  void wordsArrive(Speaker client, Wire provider, boolean streamed) throws Exception {
    // When
    Heard heard = answered(client, provider, streamed, Said.words("Héllo \"wörld\"\n"));

    // Then
    assertThat(heard)
        .isEqualTo(new Heard("Héllo \"wörld\"\n", "", List.of(), finish(client, "stop")));
  }

  @ParameterizedTest
  @MethodSource("streamedOrNot")
  void aToolCallArrives(Speaker client, Wire provider, boolean streamed) throws Exception {
    // When
    Heard heard = answered(client, provider, streamed, Said.calling(ONE));

    // Then
    assertThat(heard)
        .isEqualTo(new Heard("", "", List.of("add{\"a\":1}"), finish(client, "tool_calls")));
  }

  @ParameterizedTest
  @MethodSource("streamedOrNot")
  void parallelToolCallsKeepTheirOrder(Speaker client, Wire provider, boolean streamed)
      throws Exception {
    // When
    Heard heard = answered(client, provider, streamed, Said.calling(ONE, TWO));

    // Then
    assertThat(heard.calls()).containsExactly("add{\"a\":1}", "mul{\"b\":[2,{}]}");
  }

  @ParameterizedTest
  @MethodSource("streamedOrNot")
  void reasoningArrivesApartFromWords(Speaker client, Wire provider, boolean streamed)
      throws Exception {
    // When
    Heard heard =
        answered(client, provider, streamed, new Said("Hm, hm.", "Yes.", List.of(), "stop"));

    // Then
    assertThat(heard).isEqualTo(new Heard("Yes.", "Hm, hm.", List.of(), finish(client, "stop")));
  }

  @ParameterizedTest
  @MethodSource("streamedOrNot")
  void anAnswerThatWasCutSaysSo(Speaker client, Wire provider, boolean streamed) throws Exception {
    // When
    Heard heard = answered(client, provider, streamed, new Said("", "Yes", List.of(), "length"));

    // Then
    assertThat(heard.finish()).isEqualTo(finish(client, "length"));
  }

  private String sent(Speaker client, Wire provider, UnaryOperator<JsonObject> with)
      throws Exception {
    Future<Exchange> asked =
        lab.script(provider.type() + "-first", reply(provider, false, Said.words("Yes")));
    Answer answer = ask(client, with.apply(client.asks(model(provider), false)));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return asked.await(5, SECONDS).request().text();
  }

  @ParameterizedTest
  @MethodSource("pairs")
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
  @MethodSource("pairs")
  void whereToStopIsSaid(Speaker client, Wire provider) throws Exception {
    // When
    String sent = sent(client, provider, body -> client.withStop(body, "END"));

    // Then
    String where = provider == Wire.ANTHROPIC ? "stop_sequences" : "stop";
    assertThat(sent.replace(" ", "")).containsAnyOf(q(where) + ":[\"END\"]", q(where) + ":\"END\"");
  }

  @ParameterizedTest
  @MethodSource("pairs")
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
  @MethodSource("pairs")
  void aToolsResultIsSaid(Speaker client, Wire provider) throws Exception {
    // When
    String sent = sent(client, provider, body -> client.withToolResult(body, "it is two"));

    // Then
    assertThat(sent).contains("it is two").contains(q("add"));
    assertThat(sent.replace(" ", ""))
        .contains(provider == Wire.ANTHROPIC ? "\"type\":\"tool_result\"" : "\"role\":\"tool\"");
  }

  @ParameterizedTest
  @MethodSource("pairs")
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

  @ParameterizedTest
  @MethodSource("streamedOrNot")
  void anErrorBeforeContentIsABodyOfTheClientsDialect(
      Speaker client, Wire provider, boolean streamed) throws Exception {
    // Given
    lab.provider(provider.type() + "-first").then(provider.serverError());

    // When
    Answer answer = ask(client, client.asks(model(provider), streamed));

    // Then
    assertThat(answer.status()).isBetween(500, 599);
    assertThat(answer.header("content-type")).isEqualTo("application/json");
    assertThat(client.errorIn(answer.json())).as(answer.body()).isNotBlank();
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void anErrorInsideAStreamIsItsLastEvent(Speaker client, Wire provider) throws Exception {
    // Given
    lab.provider(provider.type() + "-first")
        .then(provider.stream(provider.opening(), provider.says("Hel"), provider.error("broken")));

    // When
    Answer answer = ask(client, client.asks(model(provider), true));

    // Then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).contains("Hel");
    assertThat(client.errorAtTheEndOf(answer)).as(answer.body()).isNotBlank();
    assertThat(answer.body()).doesNotContain("end_turn").doesNotContain("\"done_reason\":\"stop\"");
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void aRefusedKeyIsNeverTheClients(Speaker client, Wire provider) throws Exception {
    // Given
    lab.provider(provider.type() + "-first").then(Reply.json(401, "{\"error\":\"unauthorized\"}"));

    // When
    Answer answer = ask(client, client.asks(model(provider), false));

    // Then
    assertThat(answer.status()).isBetween(500, 599);
    assertThat(client.errorIn(answer.json())).isNotBlank();
  }

  @ParameterizedTest
  @MethodSource("pairs")
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
                client.asks(model(provider), true).encode(),
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
  @MethodSource("pairs")
  void whatIsWrongWithARequestIsToldInTheClientsDialect(Speaker client, Wire provider)
      throws Exception {
    // When
    Answer noJson;
    try (Client wire = lab.client()) {
      noJson = wire.post(client.path(), "{").answer();
    }
    Answer noModel = ask(client, client.asks("nobodys", false));

    // Then
    assertThat(noJson.status()).isEqualTo(400);
    assertThat(client.errorIn(noJson.json())).isNotBlank();
    assertThat(noModel.status()).isEqualTo(404);
    assertThat(client.errorIn(noModel.json())).contains("nobodys");
  }
}
