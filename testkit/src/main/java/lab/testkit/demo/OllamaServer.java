package lab.testkit.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.BiConsumer;
import lab.testkit.wire.Counts;
import lab.testkit.wire.Json;
import lab.testkit.wire.OllamaCatalog;
import lab.testkit.wire.OllamaLines;
import lab.testkit.wire.Said;

/** A simulated Ollama: its native API. */
final class OllamaServer {
  private static final String LINES = "application/x-ndjson";
  private static final Instant PULLED = Instant.ofEpochSecond(OpenAiServer.CREATED);
  private static final Duration KEEP = Duration.ofMinutes(5);

  private final Vertx vertx;
  private final Pace pace;
  private final List<String> models;
  private final OllamaComplaints complaints;
  private final Set<String> loaded = new ConcurrentSkipListSet<>();

  OllamaServer(Vertx vertx, Pace pace, List<String> models) {
    this.vertx = vertx;
    this.pace = pace;
    this.models = List.copyOf(models);
    this.complaints = new OllamaComplaints(models);
  }

  Routes routes() {
    String tags = OllamaCatalog.tags(models, PULLED).toString();
    String version = Json.object().put("version", "0.12.0").toString();
    return new Routes(complaints::unknownPath, complaints::wrongMethod)
        .get("/", request -> Replies.text(request, 200, "Ollama is running"))
        .head("/", request -> Replies.ended(request.response().end()))
        .get("/api/version", request -> Replies.json(request, 200, version))
        .get("/api/tags", request -> Replies.json(request, 200, tags))
        .get("/api/ps", request -> Replies.json(request, 200, inMemory()))
        .post("/api/show", request -> understood(request, this::show))
        .post("/api/chat", request -> understood(request, this::chat))
        .post("/api/generate", request -> understood(request, this::generate))
        .post("/api/embed", request -> understood(request, this::embed))
        .post("/api/embeddings", request -> understood(request, this::embedOne));
  }

  private String inMemory() {
    return OllamaCatalog.ps(List.copyOf(loaded), Instant.now().plus(KEEP)).toString();
  }

  private void understood(HttpServerRequest request, BiConsumer<HttpServerRequest, JsonNode> then) {
    request
        .body()
        .onSuccess(body -> parsed(request, body, then))
        .onFailure(gone -> Replies.drop(request));
  }

  private void parsed(
      HttpServerRequest request, Buffer body, BiConsumer<HttpServerRequest, JsonNode> then) {
    if (body.length() == 0) {
      complaints.say(request, 400, "missing request body");
      return;
    }
    JsonNode json;
    try {
      json = Json.read(body.toString());
    } catch (IllegalArgumentException bad) {
      complaints.say(request, 400, String.valueOf(bad.getMessage()));
      return;
    }
    if (!complaints.aboutModel(request, json.path("model").asText(""))) {
      then.accept(request, json);
    }
  }

  private void show(HttpServerRequest request, JsonNode body) {
    String model = body.path("model").asText();
    List<String> can =
        Storyteller.thinks(model)
            ? List.of("completion", "tools", "thinking")
            : List.of("completion", "tools");
    Replies.json(request, 200, OllamaCatalog.show("Simulated: no model.", PULLED, can).toString());
  }

  private void chat(HttpServerRequest request, JsonNode body) {
    Ask ask = Asks.ollamaChat(body);
    if (complaints.aboutThinking(request, ask.model(), body.path("think"))) {
      return;
    }
    loaded.add(ask.model());
    OllamaLines lines = new OllamaLines(ask.model(), Instant.now());
    if (body.path("messages").isEmpty()) {
      Replies.json(request, 200, lines.done("load", new Counts(0, 0)).toString());
      return;
    }
    Said said = Storyteller.tell(ask);
    Counts counts = new Counts(ask.promptTokens(), OpenAiTalk.tokens(said));
    Speech speech = Speech.of(vertx, pace, ask.model());
    if (streamed(body)) {
      speech.stream(request, LINES, ask.question(), chatBeats(lines, said, counts));
    } else {
      String whole = lines.chat(said, counts).toString();
      speech.whole(request, ask.question(), counts.completion(), whole);
    }
  }

  private static List<Beat> chatBeats(OllamaLines lines, Said said, Counts counts) {
    List<Beat> beats = new ArrayList<>();
    Tokens.of(said.reasoning()).forEach(piece -> beats.add(Beat.spokenLine(lines.thinking(piece))));
    Tokens.of(said.content()).forEach(piece -> beats.add(Beat.spokenLine(lines.content(piece))));
    if (!said.calls().isEmpty()) {
      beats.add(Beat.spokenLine(lines.calls(said.calls())));
    }
    beats.add(Beat.lastLine(lines.done(OllamaLines.reason(said), counts)));
    return beats;
  }

  private void generate(HttpServerRequest request, JsonNode body) {
    Ask ask = Asks.ollamaGenerate(body);
    loaded.add(ask.model());
    OllamaLines lines = new OllamaLines(ask.model(), Instant.now());
    if (ask.question().isEmpty()) {
      Replies.json(request, 200, lines.generated("load", new Counts(0, 0)).toString());
      return;
    }
    Said said = Storyteller.tell(ask);
    Counts counts = new Counts(ask.promptTokens(), OpenAiTalk.tokens(said));
    Speech speech = Speech.of(vertx, pace, ask.model());
    if (streamed(body)) {
      List<Beat> beats = new ArrayList<>();
      Tokens.of(said.content()).forEach(text -> beats.add(Beat.spokenLine(lines.response(text))));
      beats.add(Beat.lastLine(lines.generated(OllamaLines.reason(said), counts)));
      speech.stream(request, LINES, ask.question(), beats);
    } else {
      String whole = lines.generate(said, counts).toString();
      speech.whole(request, ask.question(), counts.completion(), whole);
    }
  }

  private void embed(HttpServerRequest request, JsonNode body) {
    Replies.json(request, 200, embedded(body, "input").toString());
  }

  /** As it was asked for before: one text, and nothing but its vector. */
  private void embedOne(HttpServerRequest request, JsonNode body) {
    JsonNode vector = embedded(body, "prompt").at("/embeddings/0");
    Replies.json(request, 200, Json.object().set("embedding", vector).toString());
  }

  private JsonNode embedded(JsonNode body, String field) {
    String model = body.path("model").asText();
    List<String> texts = Vectors.texts(body.path(field));
    int tokens = texts.stream().mapToInt(Tokens::count).sum();
    List<float[]> vectors = Vectors.of(texts, body.path("dimensions").asInt());
    loaded.add(model);
    return new OllamaLines(model, Instant.now()).embed(vectors, tokens);
  }

  /** Here a stream is what nobody asked for. */
  private static boolean streamed(JsonNode body) {
    return body.path("stream").asBoolean(true);
  }
}
