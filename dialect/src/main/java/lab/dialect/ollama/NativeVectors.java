package lab.dialect.ollama;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import lab.contract.FailureKind;
import lab.contract.Usage;
import lab.dialect.Failure;
import lab.dialect.WholeAnswer;
import lab.dialect.failure.FailureReader;
import lab.dialect.json.Json;
import lab.dialect.json.JsonBytes;
import lab.dialect.json.JsonMembers;
import lab.dialect.json.MalformedJson;
import lab.dialect.openai.Draft;
import lab.dialect.openai.Fitting;
import org.jspecify.annotations.Nullable;

/** Embeddings as Ollama's clients ask for them and get them. */
final class NativeVectors {
  private NativeVectors() {}

  /** A request of {@code /api/embed}; the answer where there is no text, else null. */
  static byte @Nullable [] embed(JsonMembers said, Fitting fitting, Draft out)
      throws MalformedJson {
    return read("input", said.rest(), fitting, out.rest())
        ? new JsonBytes()
            .raw("{\"model\":")
            .string(out.rest().path("model").asText(""))
            .raw(",\"embeddings\":[]}")
            .taken()
        : null;
  }

  /** A request of {@code /api/embeddings}; the answer where there is no text, else null. */
  static byte @Nullable [] embeddings(JsonMembers said, Fitting fitting, Draft out)
      throws MalformedJson {
    return read("prompt", said.rest(), fitting, out.rest())
        ? "{\"embedding\":[]}".getBytes(US_ASCII)
        : null;
  }

  /** Whether there is no text. */
  private static boolean read(String texts, ObjectNode said, Fitting fitting, ObjectNode out) {
    for (Map.Entry<String, JsonNode> field : said.properties()) {
      String name = field.getKey();
      switch (name) {
        case "model", "dimensions", "fallbacks", "disable_fallbacks", "capability", "cache" ->
            out.set(name, field.getValue());
        case "keep_alive" -> {}
        case "truncate", "options" -> fitting.lose(name);
        default -> {
          if (!name.equals(texts)) {
            fitting.lose(name);
          }
        }
      }
    }
    JsonNode input = said.path(texts);
    if (input.isEmpty() && (!input.isTextual() || input.asText().isEmpty()) && !input.isNumber()) {
      out.put("input", "");
      return true;
    }
    out.set("input", input);
    return false;
  }

  /**
   * OpenAI's list as one of Ollama's two forms.
   *
   * @param took nanoseconds since the request was read
   */
  static WholeAnswer ofOpenAi(OllamaPath path, WholeAnswer.Good openAi, long took) {
    ObjectNode list = Json.objectOf(openAi.body());
    ObjectNode out = Json.object();
    if (list == null) {
      return none();
    }
    if (path == OllamaPath.EMBEDDINGS) {
      out.set("embedding", list.at("/data/0/embedding"));
    } else {
      out.set("model", list.path("model"));
      ArrayNode vectors = out.putArray("embeddings");
      list.path("data").forEach(each -> vectors.add(each.path("embedding")));
      out.put("total_duration", took);
      out.put("prompt_eval_count", openAi.usage().promptTokens());
    }
    return new WholeAnswer.Good(Json.bytes(out, openAi.body().length), openAi.usage());
  }

  /** Ollama's own answer for its client: as it came. */
  static WholeAnswer own(byte[] body) {
    boolean failed = false;
    boolean embedded = false;
    long tokens = 0;
    try (JsonParser json = Json.parser(body, 0, body.length)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return new WholeAnswer.Bad(Ending.garbled());
      }
      for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
        JsonToken value = json.nextToken();
        switch (name) {
          case "error" -> failed = AnswerLine.isTruthy(json);
          case "prompt_eval_count" -> tokens = AnswerLine.countOf(json);
          case "embeddings", "embedding" -> {
            embedded = value == JsonToken.START_ARRAY;
            json.skipChildren();
          }
          default -> json.skipChildren();
        }
      }
    } catch (IOException garbled) {
      return new WholeAnswer.Bad(Ending.garbled());
    }
    if (failed) {
      return new WholeAnswer.Bad(FailureReader.ofObject(body));
    }
    return embedded ? new WholeAnswer.Good(body, new Usage(tokens, 0)) : none();
  }

  private static WholeAnswer none() {
    return new WholeAnswer.Bad(Failure.of(FailureKind.SERVER, "the answer has no embeddings"));
  }
}
