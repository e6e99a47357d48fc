package lab.dialect.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import lab.dialect.openai.Fitting;
import org.jspecify.annotations.Nullable;

/**
 * How much a model is to think, from the three fields that clients say it in: {@code think}, else
 * {@code reasoning_effort}, else {@code reasoning}. Said nowhere, it is left out: false is not the
 * same as unset.
 */
final class Thinking {
  private final Fitting fitting;
  private @Nullable JsonNode think;
  private @Nullable JsonNode effort;
  private @Nullable JsonNode reasoning;

  Thinking(Fitting fitting) {
    this.fitting = fitting;
  }

  void takeThink(JsonNode value) {
    think = value.isBoolean() ? value : level("think", value);
  }

  void takeEffort(JsonNode value) {
    effort = level("reasoning_effort", value);
  }

  void takeReasoning(JsonNode value) {
    if (!value.isObject()) {
      fitting.wrongType("reasoning", value, "an object");
      return;
    }
    for (Map.Entry<String, JsonNode> field : value.properties()) {
      JsonNode said = field.getValue();
      switch (field.getKey()) {
        case "effort" -> reasoning = said.isNull() ? reasoning : level("reasoning.effort", said);
        case "enabled" -> {
          if (reasoning == null && fitting.isBoolean("reasoning.enabled", said)) {
            reasoning = said;
          }
        }
        default -> fitting.lose("reasoning." + field.getKey());
      }
    }
  }

  void writeTo(ObjectNode out) {
    JsonNode first = think != null ? think : effort != null ? effort : reasoning;
    if (first != null) {
      out.set("think", first);
    }
  }

  private @Nullable JsonNode level(String field, JsonNode value) {
    return switch (value.asText()) {
      case "none" -> BooleanNode.FALSE;
      case "minimal", "low" -> TextNode.valueOf("low");
      case "medium" -> TextNode.valueOf("medium");
      case "high" -> TextNode.valueOf("high");
      case "xhigh", "max", "ultra" -> TextNode.valueOf("max");
      default -> {
        fitting.reject(field, "must be one of none, minimal, low, medium, high, xhigh, max, ultra");
        yield null;
      }
    };
  }
}
