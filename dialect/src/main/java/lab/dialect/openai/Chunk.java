package lab.dialect.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import lab.dialect.TokenCounts;
import lab.dialect.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * What one regular chunk of a chat says, or a whole one, of its first choice. Texts that are absent
 * are empty: who translates asks for one choice only.
 */
final class Chunk {
  /** No provider counts further; a larger number is a mistake and must not overflow sums. */
  private static final long MOST_TOKENS = 1L << 40;

  /** What came of one tool call. */
  record Call(int index, String id, String name, String arguments) {}

  /** The member of a choice that has what was said. */
  private final String said;

  private String text = "";
  private String reasoningContent = "";
  private String reasoning = "";
  private final List<Call> calls = new ArrayList<>(0);
  private JsonNode logprobs = MissingNode.getInstance();
  private String finishReason = "";
  private String stopReason = "";
  private @Nullable TokenCounts tokens;

  private Chunk(String said) {
    this.said = said;
  }

  /** Reads the object that the parser stands at the beginning of. */
  static Chunk read(JsonParser json) throws IOException {
    return read(json, "delta");
  }

  /** Reads a whole chat likewise. */
  static Chunk whole(JsonParser json) throws IOException {
    return read(json, "message");
  }

  private static Chunk read(JsonParser json, String said) throws IOException {
    var chunk = new Chunk(said);
    for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
      JsonToken value = json.nextToken();
      if (field.equals("choices") && value == JsonToken.START_ARRAY) {
        chunk.readChoices(json);
      } else if (field.equals("usage") && value == JsonToken.START_OBJECT) {
        chunk.tokens = tokens(Json.tree(json));
      } else {
        json.skipChildren();
      }
    }
    return chunk;
  }

  private void readChoices(JsonParser json) throws IOException {
    boolean first = true;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (first && json.currentToken() == JsonToken.START_OBJECT) {
        readChoice(json);
      } else {
        json.skipChildren();
      }
      first = false;
    }
  }

  private void readChoice(JsonParser json) throws IOException {
    for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
      JsonToken value = json.nextToken();
      switch (field) {
        case "finish_reason" -> finishReason = textOf(json);
        // vLLM's: the client's text that the answer ended at, or the number of a token.
        case "stop_reason" -> stopReason = textOf(json);
        case "logprobs" -> {
          if (value == JsonToken.START_OBJECT) {
            logprobs = Json.tree(json).path("content");
          }
        }
        default -> {
          if (field.equals(said)) {
            readSaid(json);
          } else {
            json.skipChildren();
          }
        }
      }
    }
  }

  private void readSaid(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return;
    }
    for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
      JsonToken value = json.nextToken();
      switch (field) {
        case "content", "refusal" -> text += textOf(json);
        case "reasoning_content" -> reasoningContent = textOf(json);
        case "reasoning" -> reasoning = textOf(json);
        case "tool_calls" -> {
          if (value == JsonToken.START_ARRAY) {
            readCalls(json);
          }
        }
        default -> json.skipChildren();
      }
    }
  }

  private void readCalls(JsonParser json) throws IOException {
    for (JsonNode call : Json.tree(json)) {
      JsonNode function = call.path("function");
      calls.add(
          new Call(
              call.path("index").asInt(),
              call.path("id").asText(""),
              function.path("name").asText(""),
              arguments(function.path("arguments"))));
    }
  }

  /** Some servers write an object where a text belongs. */
  private static String arguments(JsonNode said) {
    return said.isContainerNode() ? new String(Json.bytes(said), UTF_8) : said.asText("");
  }

  private static TokenCounts tokens(JsonNode usage) {
    return new TokenCounts(
        count(usage.path("prompt_tokens")),
        count(usage.at("/prompt_tokens_details/cached_tokens")),
        count(usage.at("/prompt_tokens_details/cache_write_tokens")),
        count(usage.path("completion_tokens")),
        count(usage.at("/completion_tokens_details/reasoning_tokens")));
  }

  private static long count(JsonNode number) {
    return Math.clamp(number.asLong(), 0, MOST_TOKENS);
  }

  private static String textOf(JsonParser json) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      return json.getText();
    }
    json.skipChildren();
    return "";
  }

  String text() {
    return text;
  }

  /** Servers write it under one name or the other, or under both the same. */
  String reasoning() {
    return reasoningContent.isEmpty() ? reasoning : reasoningContent;
  }

  List<Call> calls() {
    return calls;
  }

  JsonNode logprobs() {
    return logprobs;
  }

  String finishReason() {
    return finishReason;
  }

  /** The client's text that the answer ended at, or empty. */
  String stopReason() {
    return stopReason;
  }

  /** Null where it tells none. */
  @Nullable TokenCounts tokens() {
    return tokens;
  }
}
