package lab.testkit.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import lab.testkit.wire.Json;
import org.jspecify.annotations.Nullable;

/** Reads requests of both wire formats. */
final class Asks {
  private static final int TOKENS_PER_MESSAGE = 4;

  /** What vLLM and OpenAI write for a text completion that names no limit. */
  private static final int SHORT_TEXT = 16;

  private Asks() {}

  /** {@code /v1/chat/completions}. */
  static Ask chat(JsonNode body) {
    int most = body.path("max_completion_tokens").asInt(body.path("max_tokens").asInt(0));
    boolean thinking = !body.path("reasoning_effort").asText("").equals("none");
    return conversation(body, choice(body), schema(body), thinking, limit(most), body.path("stop"));
  }

  /** {@code /v1/completions}. */
  static Ask text(JsonNode body) {
    JsonNode prompt =
        body.path("prompt").isArray() ? body.path("prompt").path(0) : body.path("prompt");
    return prompt(
        body, prompt.asText(""), body.path("max_tokens").asInt(SHORT_TEXT), body.path("stop"));
  }

  /** Ollama's {@code /api/chat}. */
  static Ask ollamaChat(JsonNode body) {
    JsonNode think = body.path("think");
    boolean thinking = !think.isBoolean() || think.asBoolean();
    JsonNode options = body.path("options");
    int most = limit(options.path("num_predict").asInt(0));
    return conversation(body, "auto", format(body), thinking, most, options.path("stop"));
  }

  /** Ollama's {@code /api/generate}. */
  static Ask ollamaGenerate(JsonNode body) {
    JsonNode options = body.path("options");
    int most = limit(options.path("num_predict").asInt(0));
    return prompt(body, body.path("prompt").asText(""), most, options.path("stop"));
  }

  private static Ask conversation(
      JsonNode body, String choice, JsonNode format, boolean thinking, int most, JsonNode stops) {
    String question = "";
    String result = null;
    int tokens = 0;
    for (JsonNode message : body.path("messages")) {
      String text = words(message.path("content"));
      tokens += Tokens.count(text) + TOKENS_PER_MESSAGE;
      switch (message.path("role").asText()) {
        case "user" -> {
          question = text;
          result = null;
        }
        case "tool", "function" -> result = text;
        default -> {}
      }
    }
    return new Ask(
        body.path("model").asText(""),
        question,
        tokens,
        result,
        tools(body),
        choice,
        format,
        thinking,
        most,
        texts(stops));
  }

  private static Ask prompt(JsonNode body, String prompt, int most, JsonNode stops) {
    return new Ask(
        body.path("model").asText(""),
        prompt,
        Tokens.count(prompt),
        null,
        List.of(),
        "none",
        MissingNode.getInstance(),
        false,
        most,
        texts(stops));
  }

  /** Content is a string or a list of parts; only text is understood. */
  private static String words(JsonNode content) {
    return content.isTextual()
        ? content.asText()
        : StreamSupport.stream(content.spliterator(), false)
            .map(part -> part.path("text").asText(""))
            .collect(Collectors.joining("\n"));
  }

  private static List<Tool> tools(JsonNode body) {
    List<Tool> tools = new ArrayList<>();
    for (JsonNode tool : body.path("tools")) {
      JsonNode function = tool.path("function");
      tools.add(new Tool(function.path("name").asText(), function.path("parameters")));
    }
    return tools;
  }

  private static String choice(JsonNode body) {
    JsonNode choice = body.path("tool_choice");
    return choice.isObject()
        ? choice.path("function").path("name").asText()
        : choice.asText("auto");
  }

  private static JsonNode schema(JsonNode body) {
    JsonNode format = body.path("response_format");
    return switch (format.path("type").asText("")) {
      case "json_object" -> any(format.path("schema"));
      case "json_schema" -> any(format.path("json_schema").path("schema"));
      default -> MissingNode.getInstance();
    };
  }

  private static JsonNode format(JsonNode body) {
    JsonNode format = body.path("format");
    return format.isTextual() && !format.asText().isEmpty() ? any(null) : format;
  }

  private static JsonNode any(@Nullable JsonNode schema) {
    return Optional.ofNullable(schema)
        .filter(JsonNode::isObject)
        .orElseGet(() -> Json.read("{\"properties\":{\"answer\":{\"type\":\"string\"}}}"));
  }

  /** Zero and less mean no limit. */
  private static int limit(int most) {
    return most > 0 ? most : Integer.MAX_VALUE;
  }

  private static List<String> texts(JsonNode oneOrMore) {
    if (oneOrMore.isTextual()) {
      return List.of(oneOrMore.asText());
    }
    List<String> texts = new ArrayList<>();
    oneOrMore.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
