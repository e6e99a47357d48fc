package lab.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import lab.dialect.json.JsonMembers;
import lab.dialect.json.MalformedJson;
import lab.dialect.openai.Draft;
import lab.dialect.openai.Fitting;
import org.jspecify.annotations.Nullable;

/** A chat in OpenAI's form as {@code /v1/messages} takes it. */
final class RequestWriter {
  /** Asked for where the client sets no limit: this format must have one. */
  static final int DEFAULT_MAX_TOKENS = 4096;

  private static final String JSON_ONLY =
      "Answer with one JSON object and nothing else: no other text, no code fence.";

  private final Fitting fitting;
  private final ObjectNode out;
  private final TurnsWriter turns;
  private final ToolsWriter tools;
  private final ThinkingWriter thinking;
  private @Nullable Long maxTokens;
  private @Nullable Long maxCompletionTokens;
  private boolean jsonOnly;

  private RequestWriter(Fitting fitting, Draft draft) {
    this.fitting = fitting;
    this.out = draft.rest();
    this.turns = new TurnsWriter(fitting, draft);
    this.tools = new ToolsWriter(fitting);
    this.thinking = new ThinkingWriter(fitting);
  }

  static void write(JsonMembers asked, Fitting fitting, Draft out) throws MalformedJson {
    var writer = new RequestWriter(fitting, out);
    asked.each("messages", writer.turns::write, writer::take);
    writer.finish();
  }

  private void take(String name, JsonNode value) {
    switch (name) {
      // No list, or it would have been written.
      case "messages" -> {}
      case "tools" -> tools.take(value);
      case "tool_choice" -> tools.takeChoice(value);
      case "parallel_tool_calls" -> {
        if (fitting.isBoolean(name, value)) {
          tools.takeParallel(value.booleanValue());
        }
      }
      case "max_tokens" -> maxTokens = fitting.integer(name, value);
      case "max_completion_tokens" -> maxCompletionTokens = fitting.integer(name, value);
      case "temperature" -> takeTemperature(value);
      case "top_p" -> {
        if (fitting.isNumber(name, value)) {
          out.set(name, value);
        }
      }
      case "top_k" -> {
        Long count = fitting.integer(name, value);
        if (count != null) {
          out.put(name, count);
        }
      }
      case "stop" -> takeStops(value);
      case "reasoning_effort" -> thinking.takeEffort(name, value);
      case "reasoning" -> thinking.takeReasoning(value);
      case "thinking" -> thinking.takeOwn(value);
      case "response_format" -> takeFormat(value);
      case "safety_identifier", "user" -> {
        String user = fitting.text(name, value);
        if (user != null) {
          out.putObject("metadata").put("user_id", user);
        }
      }
      default -> takeOther(name, value);
    }
  }

  private void takeOther(String name, JsonNode value) {
    switch (name) {
      case "n" -> {
        Long count = fitting.integer(name, value);
        if (count != null && count != 1) {
          fitting.reject(name, "is " + count + "; this provider gives one answer");
        }
      }
      case "logprobs" -> {
        if (value.asBoolean()) {
          fitting.lose(name);
        }
      }
      case "presence_penalty", "frequency_penalty" -> {
        if (value.asDouble() != 0) {
          fitting.lose(name);
        }
      }
      case "logit_bias" -> {
        if (!value.isEmpty()) {
          fitting.lose(name);
        }
      }
      case "modalities" -> {
        if (value.size() != 1 || !value.path(0).asText().equals("text")) {
          fitting.lose(name);
        }
      }
      default -> fitting.unknown(name);
    }
  }

  /** Anthropic's goes from 0 to 1, OpenAI's to 2. */
  private void takeTemperature(JsonNode value) {
    if (!fitting.isNumber("temperature", value)) {
      return;
    }
    if (value.doubleValue() > 1) {
      fitting.lose("temperature");
      out.put("temperature", 1);
    } else {
      out.set("temperature", value);
    }
  }

  private void takeStops(JsonNode value) {
    ArrayNode stops = out.putArray("stop_sequences");
    if (value.isTextual()) {
      stops.add(value);
    } else if (fitting.isTexts("stop", value)) {
      value.forEach(stops::add);
    }
    for (int i = stops.size() - 1; i >= 0; i--) {
      // Anthropic refuses the whole request for one of these.
      if (stops.get(i).asText().isBlank()) {
        stops.remove(i);
        fitting.lose("stop");
      }
    }
    if (stops.isEmpty()) {
      out.remove("stop_sequences");
    }
  }

  private void takeFormat(JsonNode value) {
    switch (value.path("type").asText()) {
      case "text" -> {}
      case "json_object" -> jsonOnly = true;
      case "json_schema" -> {
        JsonNode schema = value.path("json_schema").path("schema");
        if (schema.isObject()) {
          thinking.config(out).putObject("format").put("type", "json_schema").set("schema", schema);
        } else {
          jsonOnly = true;
        }
      }
      default ->
          fitting.reject(
              "response_format", "must be an object of type text, json_object or json_schema");
    }
  }

  private void finish() {
    Long most = maxCompletionTokens != null ? maxCompletionTokens : maxTokens;
    out.put("max_tokens", most == null ? DEFAULT_MAX_TOKENS : most);
    if (jsonOnly) {
      fitting.lose("response_format");
      turns.addSystem(JSON_ONLY);
    }
    turns.finish();
    tools.writeTo(out);
    thinking.writeTo(out, turns.endWithTools() || tools.isForced());
  }
}
