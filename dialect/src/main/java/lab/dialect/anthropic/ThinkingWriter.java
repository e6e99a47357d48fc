package lab.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import lab.dialect.openai.Fitting;
import org.jspecify.annotations.Nullable;

/** How much a model is to think. */
final class ThinkingWriter {
  private final Fitting fitting;
  private @Nullable String effort;
  private @Nullable JsonNode own;

  ThinkingWriter(Fitting fitting) {
    this.fitting = fitting;
  }

  void takeEffort(String name, JsonNode value) {
    switch (value.asText()) {
      case "none", "low", "medium", "high", "xhigh", "max" -> effort = value.asText();
      case "minimal" -> effort = "low";
      case "ultra" -> effort = "max";
      default ->
          fitting.reject(
              name, "must be one of none, minimal, low, medium, high, xhigh, max, ultra");
    }
  }

  void takeReasoning(JsonNode value) {
    if (!value.isObject()) {
      fitting.wrongType("reasoning", value, "an object");
      return;
    }
    for (Map.Entry<String, JsonNode> field : value.properties()) {
      if (!field.getKey().equals("effort")) {
        fitting.lose("reasoning." + field.getKey());
      } else if (effort == null && !field.getValue().isNull()) {
        takeEffort("reasoning.effort", field.getValue());
      }
    }
  }

  /** In Anthropic's own words, which some clients of OpenAI's form send along. */
  void takeOwn(JsonNode value) {
    if (value.isObject()) {
      own = value;
    } else {
      fitting.wrongType("thinking", value, "an object");
    }
  }

  /** The object in which effort and answer format stand. */
  ObjectNode config(ObjectNode out) {
    return out.withObject("/output_config");
  }

  /**
   * @param impossible whether this turn can not think: a tool is forced, or the turn goes on after
   *     tool calls, whose signed thinking the client's form has no place for
   */
  void writeTo(ObjectNode out, boolean impossible) {
    boolean none = "none".equals(effort);
    boolean wanted = own != null ? !isDisabled(own) : effort != null && !none;
    if (effort != null && !none) {
      config(out).put("effort", effort);
    }
    if (wanted && impossible) {
      fitting.lose("reasoning");
    } else if (own != null) {
      out.set("thinking", own);
    } else if (effort != null) {
      out.putObject("thinking").put("type", none ? "disabled" : "adaptive");
    }
    if (wanted && !impossible) {
      // Who thinks draws at the usual temperature, or the request is refused.
      for (String field : List.of("temperature", "top_k")) {
        if (out.remove(field) != null) {
          fitting.lose(field);
        }
      }
    }
  }

  private static boolean isDisabled(JsonNode thinking) {
    return thinking.path("type").asText().equals("disabled");
  }
}
