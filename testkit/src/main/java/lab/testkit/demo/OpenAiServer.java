package lab.testkit.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import lab.testkit.wire.Flavour;
import lab.testkit.wire.Json;
import lab.testkit.wire.OpenAiBodies;
import lab.testkit.wire.Said;

/** A simulated server of OpenAI's format, bent as one flavour bends it. */
final class OpenAiServer {
  /** When all of its models were made: seconds since 1970. */
  static final long CREATED = 1_767_225_600;

  private final Vertx vertx;
  private final Pace pace;
  private final Flavour flavour;
  private final List<String> models;
  private final OpenAiComplaints complaints;
  private final AtomicInteger running = new AtomicInteger();

  OpenAiServer(Vertx vertx, Pace pace, Flavour flavour, List<String> models) {
    this.vertx = vertx;
    this.pace = pace;
    this.flavour = flavour;
    this.models = List.copyOf(models);
    this.complaints = new OpenAiComplaints(flavour);
  }

  Routes routes() {
    Routes routes =
        new Routes(complaints::unknownPath, complaints::wrongMethod)
            .get("/v1/models", request -> Replies.json(request, 200, list()))
            .post("/v1/chat/completions", request -> understood(request, this::chat))
            .post("/v1/completions", request -> understood(request, this::text))
            .post("/v1/embeddings", request -> understood(request, this::embeddings));
    models.forEach(model -> routes.get("/v1/models/" + model, request -> one(request, model)));
    return OpenAiExtras.add(routes, flavour, models, running::get);
  }

  private String list() {
    return OpenAiBodies.models(flavour, CREATED, models).toString();
  }

  private void one(HttpServerRequest request, String model) {
    Replies.json(request, 200, OpenAiBodies.model(flavour, CREATED, model).toString());
  }

  /** Reads the body, and does what the model's name demands before anything else. */
  private void understood(HttpServerRequest request, BiConsumer<HttpServerRequest, JsonNode> then) {
    request
        .body()
        .onSuccess(body -> parsed(request, body, then))
        .onFailure(gone -> Replies.drop(request));
  }

  private void parsed(
      HttpServerRequest request, Buffer body, BiConsumer<HttpServerRequest, JsonNode> then) {
    JsonNode json;
    try {
      json = Json.read(body.toString());
    } catch (IllegalArgumentException bad) {
      complaints.say(request, 400, String.valueOf(bad.getMessage()));
      return;
    }
    if (!complaints.aboutModel(request, json.path("model").asText(""), models)) {
      running.incrementAndGet();
      request.response().endHandler(over -> running.decrementAndGet());
      then.accept(request, json);
    }
  }

  private void chat(HttpServerRequest request, JsonNode body) {
    if (!body.path("messages").isArray()) {
      complaints.say(request, 400, "'messages' is a required property");
      return;
    }
    Ask ask = named(Asks.chat(body));
    Said said = Storyteller.tell(ask);
    OpenAiTalk talk = new OpenAiTalk(flavour, ask, said, body);
    Speech speech = Speech.of(vertx, pace, ask.model());
    if (body.path("stream").asBoolean()) {
      speech.stream(request, OpenAiTalk.EVENT_STREAM, ask.question(), talk.chatBeats());
    } else {
      speech.whole(request, ask.question(), talk.counts().completion(), talk.chatBody());
    }
  }

  private void text(HttpServerRequest request, JsonNode body) {
    Ask ask = named(Asks.text(body));
    Said said = Storyteller.tell(ask);
    OpenAiTalk talk = new OpenAiTalk(flavour, ask, said, body);
    Speech speech = Speech.of(vertx, pace, ask.model());
    if (body.path("stream").asBoolean()) {
      speech.stream(request, OpenAiTalk.EVENT_STREAM, ask.question(), talk.textBeats());
    } else {
      speech.whole(request, ask.question(), talk.counts().completion(), talk.textBody());
    }
  }

  /** These servers answer as what they have loaded where no model is named. */
  private Ask named(Ask ask) {
    return ask.model().isEmpty() ? ask.as(models.getFirst()) : ask;
  }

  private void embeddings(HttpServerRequest request, JsonNode body) {
    switch (flavour) {
      case VLLM -> complaints.say(request, 400, "The model does not support Embeddings API");
      case LLAMA_CPP ->
          complaints.say(
              request,
              501,
              "This server does not support embeddings. Start it with `--embeddings`");
      case LLAMA_CPP_PYTHON, OPENAI, OPENROUTER -> Replies.json(request, 200, vectors(body));
    }
  }

  private static String vectors(JsonNode body) {
    List<String> texts = Vectors.texts(body.path("input"));
    List<float[]> vectors = Vectors.of(texts, body.path("dimensions").asInt());
    int tokens = texts.stream().mapToInt(Tokens::count).sum();
    String model = body.path("model").asText();
    if (!body.path("encoding_format").asText().equals("base64")) {
      return OpenAiBodies.embeddings(model, vectors, tokens).toString();
    }
    ArrayNode data = Json.array();
    for (float[] vector : vectors) {
      data.add(
          Json.object()
              .put("object", "embedding")
              .put("index", data.size())
              .put("embedding", Vectors.base64(vector)));
    }
    return OpenAiBodies.embeddings(model, data, tokens).toString();
  }
}
