package lab.dialect.ollama;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.util.List;
import lab.dialect.TokenCounts;
import lab.dialect.json.Json;

/**
 * One object of an answer from {@code /api/chat} or {@code /api/generate}: a line of a stream, or
 * the whole of what is not streamed. Absent texts are empty, absent counts 0.
 */
final class AnswerLine {
  /** No provider counts further; a larger number is a mistake and must not overflow sums. */
  private static final long MOST_TOKENS = 1L << 40;

  private String text = "";
  private String thinking = "";
  private List<ToolCall> toolCalls = List.of();
  private JsonNode logprobs = MissingNode.getInstance();
  private boolean failed;
  private boolean done;
  private String doneReason = "";
  private long promptTokens;
  private long completionTokens;

  private AnswerLine() {}

  /**
   * Reads the object that the parser stands at the beginning of.
   *
   * @throws IOException where it is cut off, no JSON, or not of this form
   */
  static AnswerLine read(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw new JsonParseException(json, "an object is expected");
    }
    var line = new AnswerLine();
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      JsonToken value = json.nextToken();
      switch (name) {
        case "message" -> line.readMessage(json);
        case "response" -> line.text = textOf(json);
        case "thinking" -> line.thinking = textOf(json);
        case "logprobs" -> line.logprobs = Json.tree(json);
        case "done" -> line.done = value == JsonToken.VALUE_TRUE;
        case "done_reason" -> line.doneReason = textOf(json);
        case "prompt_eval_count" -> line.promptTokens = countOf(json);
        case "eval_count" -> line.completionTokens = countOf(json);
        case "error" -> line.failed = isTruthy(json);
        default -> json.skipChildren();
      }
    }
    return line;
  }

  private void readMessage(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return;
    }
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      json.nextToken();
      switch (name) {
        case "content" -> text = textOf(json);
        case "thinking" -> thinking = textOf(json);
        case "tool_calls" -> toolCalls = toolCallsOf(json);
        default -> json.skipChildren();
      }
    }
  }

  private static List<ToolCall> toolCallsOf(JsonParser json) throws IOException {
    List<ToolCall> calls = ToolCall.listOf(Json.tree(json));
    if (calls == null) {
      throw new JsonParseException(json, "a tool call without a name");
    }
    return calls;
  }

  private static String textOf(JsonParser json) throws IOException {
    return switch (json.currentToken()) {
      case VALUE_STRING -> json.getText();
      case VALUE_NULL -> "";
      default -> throw new JsonParseException(json, "a text is expected");
    };
  }

  /** The number that the parser stands on, 0 where it is none. */
  static long countOf(JsonParser json) throws IOException {
    long count = json.currentToken().isNumeric() ? json.getValueAsLong() : 0;
    json.skipChildren();
    return Math.clamp(count, 0, MOST_TOKENS);
  }

  /** Whether the value that the parser stands on says that something is wrong. */
  static boolean isTruthy(JsonParser json) throws IOException {
    boolean truthy =
        switch (json.currentToken()) {
          case VALUE_NULL, VALUE_FALSE -> false;
          case VALUE_STRING -> json.getTextLength() > 0;
          default -> true;
        };
    json.skipChildren();
    return truthy;
  }

  String text() {
    return text;
  }

  String thinking() {
    return thinking;
  }

  List<ToolCall> toolCalls() {
    return toolCalls;
  }

  /** Ollama's list of tokens, empty where there is none. */
  JsonNode logprobs() {
    return logprobs;
  }

  /** Whether it carries a truthy {@code error}. */
  boolean failed() {
    return failed;
  }

  /** Whether it is the end of the answer. */
  boolean done() {
    return done;
  }

  String doneReason() {
    return doneReason;
  }

  TokenCounts tokens() {
    return TokenCounts.of(promptTokens, completionTokens);
  }
}
