package lab.app.e2e.provider;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.stream.Stream;
import lab.testkit.answers.Answers;
import lab.testkit.answers.AnthropicStream;
import lab.testkit.answers.ChatStream;
import lab.testkit.answers.OllamaStream;
import lab.testkit.script.Reply;
import lab.testkit.wire.Call;
import lab.testkit.wire.Flavour;
import lab.testkit.wire.Said;
import org.junit.jupiter.params.provider.Arguments;

/** Every client's dialect with every provider's, and what both say. */
final class DialectPairs {
  private DialectPairs() {}

  static Stream<Arguments> all() {
    return Stream.of(Speaker.values())
        .flatMap(
            client ->
                Stream.of(Wire.VLLM, Wire.OLLAMA, Wire.ANTHROPIC)
                    .map(provider -> Arguments.of(client, provider)));
  }

  static Stream<Arguments> streamedOrNot() {
    return all()
        .flatMap(
            pair ->
                Stream.of(true, false)
                    .map(streamed -> Arguments.of(pair.get()[0], pair.get()[1], streamed)));
  }

  /** Where the client can say where to stop. */
  static Stream<Arguments> thatStop() {
    return all().filter(pair -> pair.get()[0] instanceof Speaker client && client.stops());
  }

  /** A provider's whole good answer. */
  static Reply reply(Wire provider, boolean streamed, Said said) {
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

  /** The name that asks this provider and nobody else. */
  static String model(Wire provider) {
    return provider.type() + "-alone";
  }

  /** Asks and reads the whole answer. */
  static Answer ask(Lab lab, Speaker client, JsonObject body, String... headers)
      throws IOException {
    try (Client wire = lab.client()) {
      return wire.post(client.path(), body.encode(), headers).answer();
    }
  }
}
