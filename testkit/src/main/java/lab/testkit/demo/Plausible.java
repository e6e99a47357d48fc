package lab.testkit.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lab.testkit.wire.Json;

/** Values that fit a JSON schema and, as far as that is to be had, the question. */
final class Plausible {
  /** Deeper schemas than this are recursive, or no better for it. */
  private static final int DEEPEST = 6;

  private static final Pattern PLACE = Pattern.compile("\\bin ([A-Z]\\p{L}+(?: [A-Z]\\p{L}+)*)");
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(?:\\.\\d+)?");
  private static final Set<String> PLACES =
      Set.of("city", "location", "place", "town", "country", "where");

  private final String question;
  private final Matcher numbers;

  private Plausible(String question) {
    this.question = question;
    this.numbers = NUMBER.matcher(question);
  }

  /** An object for this schema. */
  static JsonNode object(JsonNode schema, String question) {
    return new Plausible(question).properties(schema, 0);
  }

  private ObjectNode properties(JsonNode schema, int depth) {
    Set<String> required = new TreeSet<>();
    schema.path("required").forEach(name -> required.add(name.asText()));
    ObjectNode object = Json.object();
    for (var property : schema.path("properties").properties()) {
      if (required.isEmpty() || required.contains(property.getKey())) {
        object.set(property.getKey(), value(property.getKey(), property.getValue(), depth + 1));
      }
    }
    return object;
  }

  private JsonNode value(String name, JsonNode schema, int depth) {
    if (schema.path("enum").size() > 0) {
      return chosen(schema.path("enum"));
    }
    if (depth > DEEPEST) {
      return Json.object();
    }
    return switch (type(schema)) {
      case "integer" -> IntNode.valueOf((int) number());
      case "number" -> DoubleNode.valueOf(number());
      case "boolean" -> BooleanNode.TRUE;
      case "array" -> Json.array(value(name, schema.path("items"), depth + 1));
      case "object" -> properties(schema, depth);
      default -> TextNode.valueOf(text(name));
    };
  }

  /** A type may be a list with null in it. */
  private static String type(JsonNode schema) {
    JsonNode type = schema.path("type");
    return type.isArray() ? type.path(0).asText() : type.asText("string");
  }

  /** The one that the question mentions, else the first. */
  private JsonNode chosen(JsonNode options) {
    for (JsonNode option : options) {
      if (question.contains(option.asText())) {
        return option;
      }
    }
    return options.path(0);
  }

  /** The numbers of the question, one after the other; then 1. */
  private double number() {
    return numbers.find() ? Double.parseDouble(numbers.group()) : 1;
  }

  private String text(String name) {
    Matcher place = PLACE.matcher(question);
    return PLACES.contains(name) && place.find() ? place.group(1) : Topic.of(question);
  }
}
