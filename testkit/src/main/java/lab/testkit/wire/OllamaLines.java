package lab.testkit.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** What Ollama writes: lines of its streams and whole bodies. Counts of zero are left out. */
public final class OllamaLines {
  private static final long NANOS_PER_PROMPT_TOKEN = 500_000;
  private static final long NANOS_PER_TOKEN = 12_500_000;

  private final String model;
  private final Instant now;

  /** For one answer of this model. */
  public OllamaLines(String model, Instant now) {
    this.model = model;
    this.now = now.truncatedTo(ChronoUnit.MICROS);
  }

  /** A line as it is sent. */
  public static String line(ObjectNode json) {
    return json + "\n";
  }

  /** A part of a chat's content. */
  public ObjectNode content(String text) {
    return part(Json.object().put("role", "assistant").put("content", text));
  }

  /** A part of what the model thinks. */
  public ObjectNode thinking(String text) {
    return part(Json.object().put("role", "assistant").put("content", "").put("thinking", text));
  }

  /** Tool calls, whole, in one line. */
  public ObjectNode calls(List<Call> calls) {
    return part(
        Json.object()
            .put("role", "assistant")
            .put("content", "")
            .set("tool_calls", toolCalls(calls)));
  }

  private ObjectNode part(ObjectNode message) {
    ObjectNode line = frame();
    line.set("message", message);
    return line.put("done", false);
  }

  /** The line that ends a chat. */
  public ObjectNode done(String reason, Counts counts) {
    ObjectNode line = frame();
    line.set("message", Json.object().put("role", "assistant").put("content", ""));
    return ended(line, reason, counts);
  }

  /** A chat that was not streamed. */
  public ObjectNode chat(Said said, Counts counts) {
    ObjectNode message = Json.object().put("role", "assistant").put("content", said.content());
    if (!said.reasoning().isEmpty()) {
      message.put("thinking", said.reasoning());
    }
    if (!said.calls().isEmpty()) {
      message.set("tool_calls", toolCalls(said.calls()));
    }
    ObjectNode body = frame();
    body.set("message", message);
    return ended(body, reason(said), counts);
  }

  /** A part of generated text. */
  public ObjectNode response(String text) {
    return frame().put("response", text).put("done", false);
  }

  /** The line that ends generated text. */
  public ObjectNode generated(String reason, Counts counts) {
    return ended(frame().put("response", ""), reason, counts);
  }

  /** Generated text that was not streamed. */
  public ObjectNode generate(Said said, Counts counts) {
    return ended(frame().put("response", said.content()), reason(said), counts);
  }

  /** The word of a done line for OpenAI's: there is none for tool calls. */
  public static String reason(Said said) {
    return said.finish().equals("length") ? "length" : "stop";
  }

  /** The answer of {@code /api/embed}. */
  public ObjectNode embed(List<float[]> vectors, int promptTokens) {
    ArrayNode all = Json.array();
    for (float[] vector : vectors) {
      ArrayNode numbers = all.addArray();
      for (float number : vector) {
        numbers.add(number);
      }
    }
    ObjectNode body = Json.object().put("model", model);
    body.set("embeddings", all);
    body.put("total_duration", NANOS_PER_TOKEN).put("load_duration", NANOS_PER_PROMPT_TOKEN);
    return promptTokens == 0 ? body : body.put("prompt_eval_count", promptTokens);
  }

  private ObjectNode frame() {
    return Json.object().put("model", model).put("created_at", now.toString());
  }

  private static ObjectNode ended(ObjectNode line, String reason, Counts counts) {
    line.put("done", true).put("done_reason", reason);
    long prompt = counts.prompt() * NANOS_PER_PROMPT_TOKEN;
    long answer = counts.completion() * NANOS_PER_TOKEN;
    line.put("total_duration", prompt + answer + 1).put("load_duration", 1);
    if (counts.prompt() > 0) {
      line.put("prompt_eval_count", counts.prompt()).put("prompt_eval_duration", prompt);
    }
    if (counts.completion() > 0) {
      line.put("eval_count", counts.completion()).put("eval_duration", answer);
    }
    return line;
  }

  private static ArrayNode toolCalls(List<Call> calls) {
    ArrayNode all = Json.array();
    for (Call call : calls) {
      ObjectNode function = Json.object().put("index", all.size()).put("name", call.name());
      function.set("arguments", Json.read(call.arguments()));
      all.add(Json.object().put("id", call.id()).set("function", function));
    }
    return all;
  }
}
