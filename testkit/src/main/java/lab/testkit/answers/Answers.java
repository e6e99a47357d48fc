package lab.testkit.answers;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import lab.testkit.script.Reply;
import lab.testkit.wire.AnthropicEvents;
import lab.testkit.wire.Counts;
import lab.testkit.wire.Flavour;
import lab.testkit.wire.OllamaCatalog;
import lab.testkit.wire.OllamaLines;
import lab.testkit.wire.OpenAiBodies;
import lab.testkit.wire.Said;
import lab.testkit.wire.Sse;

/** Good answers that are not streamed: 200, JSON, true length. Usage is 3 and 2. */
public final class Answers {
  private static final Counts COUNTS = new Counts(3, 2);
  private static final Instant THEN = Instant.ofEpochSecond(ChatStream.CREATED);

  private Answers() {}

  /** A chat completion of OpenAI's format. */
  public static Reply chat(Flavour flavour, String model, Said said) {
    String id = flavour.id("testkit-1");
    return ok(OpenAiBodies.chat(flavour, id, model, ChatStream.CREATED, said, COUNTS));
  }

  /** A text completion of OpenAI's format. */
  public static Reply text(Flavour flavour, String model, String text) {
    return ok(
        OpenAiBodies.text(
            flavour, "cmpl-testkit-1", model, ChatStream.CREATED, Said.words(text), COUNTS));
  }

  /** Embeddings of OpenAI's format. */
  public static Reply embeddings(String model, float[]... vectors) {
    return ok(OpenAiBodies.embeddings(model, List.of(vectors), COUNTS.prompt()));
  }

  /** {@code /v1/models}. */
  public static Reply models(Flavour flavour, String... names) {
    return ok(OpenAiBodies.models(flavour, ChatStream.CREATED, List.of(names)));
  }

  /** Ollama's {@code /api/chat}. */
  public static Reply ollamaChat(String model, Said said) {
    return ok(new OllamaLines(model, THEN).chat(said, COUNTS));
  }

  /** Ollama's {@code /api/embed}. */
  public static Reply ollamaEmbed(String model, float[]... vectors) {
    return ok(new OllamaLines(model, THEN).embed(List.of(vectors), COUNTS.prompt()));
  }

  /** Anthropic's {@code /v1/messages}. */
  public static Reply anthropicMessage(String model, Said said) {
    return ok(new AnthropicEvents(AnthropicStream.ID, model).message(said, COUNTS));
  }

  /** Ollama's {@code /api/tags}. */
  public static Reply ollamaTags(String... names) {
    return ok(OllamaCatalog.tags(List.of(names), THEN));
  }

  /** Ollama's {@code /api/ps}. */
  public static Reply ollamaPs(String... names) {
    return ok(OllamaCatalog.ps(List.of(names), THEN));
  }

  /** Chunks of a streamed text completion: these pieces, the finish, usage, end mark. */
  public static Reply textStream(Flavour flavour, String model, String... pieces) {
    String id = "cmpl-testkit-1";
    long created = ChatStream.CREATED;
    Stream<JsonNode> said =
        Stream.of(pieces).map(piece -> OpenAiBodies.textPart(id, model, created, piece, ""));
    Stream<JsonNode> end =
        Stream.of(
            OpenAiBodies.textPart(id, model, created, "", "stop"),
            OpenAiBodies.textUsage(flavour, id, model, created, COUNTS));
    return Reply.events(
        Stream.concat(Stream.concat(said, end).map(Sse::data), Stream.of(Sse.DONE)).toList());
  }

  private static Reply ok(JsonNode body) {
    return Reply.json(200, body.toString());
  }
}
