package lab.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** Holds a value against a schema; it knows the keywords that {@link Schemas} writes, no others. */
final class SchemaRules {
  private final JsonNode root;
  private final List<String> wrong = new ArrayList<>();

  private SchemaRules(JsonNode root) {
    this.root = root;
  }

  /** What is wrong with a value, by its path; empty where it fits. */
  static List<String> wrong(JsonNode schema, JsonNode value) {
    SchemaRules rules = new SchemaRules(schema);
    rules.check(schema, value, "");
    return rules.wrong;
  }

  private void check(JsonNode schema, JsonNode value, String path) {
    for (Map.Entry<String, JsonNode> keyword : schema.properties()) {
      JsonNode rule = keyword.getValue();
      switch (keyword.getKey()) {
        case "$schema", "$defs", "title", "description", "additionalProperties" -> {}
        case "$ref" -> check(root.at(rule.textValue().substring(1)), value, path);
        case "type" -> tell(isOfType(rule, value), path + " is no " + rule);
        case "enum" -> tell(items(rule).contains(value), path + " is none of " + rule);
        case "pattern" ->
            tell(
                !value.isTextual()
                    || Pattern.compile(rule.textValue()).matcher(value.textValue()).find(),
                path + " is not like " + rule);
        case "anyOf" ->
            tell(
                items(rule).stream().anyMatch(each -> fits(each, value)),
                path + " fits nothing of " + nearest(rule, value, path));
        case "not" -> tell(!fits(rule, value), path + " fits " + rule);
        case "required" ->
            items(rule).stream()
                .map(JsonNode::textValue)
                .forEach(key -> tell(!value.isObject() || value.has(key), path + " lacks " + key));
        case "items" -> {
          for (int i = 0; value.isArray() && i < value.size(); i++) {
            check(rule, value.get(i), path + "[" + i + "]");
          }
        }
        case "properties", "patternProperties" -> {}
        default -> throw new IllegalArgumentException("unknown keyword " + keyword.getKey());
      }
    }
    if (value.isObject()) {
      value.properties().forEach(each -> checkKey(schema, each.getKey(), each.getValue(), path));
    }
  }

  private void checkKey(JsonNode schema, String key, JsonNode value, String path) {
    String inside = path + "." + key;
    JsonNode others = schema.path("additionalProperties");
    if (schema.path("properties").has(key)) {
      check(schema.path("properties").get(key), value, inside);
    } else if (others.isBoolean() && !others.booleanValue()) {
      tell(key.startsWith("#"), inside + " is unknown");
    } else if (others.isObject()) {
      check(others, value, inside);
    }
  }

  private boolean fits(JsonNode schema, JsonNode value) {
    SchemaRules rules = new SchemaRules(root);
    rules.check(schema, value, "");
    return rules.wrong.isEmpty();
  }

  /** What is wrong in the alternative for maps, which tells more than that none fits. */
  private List<String> nearest(JsonNode forms, JsonNode value, String path) {
    SchemaRules rules = new SchemaRules(root);
    rules.check(forms.get(0), value, path);
    return rules.wrong;
  }

  private void tell(boolean right, String otherwise) {
    if (!right) {
      wrong.add(otherwise);
    }
  }

  private static boolean isOfType(JsonNode rule, JsonNode value) {
    return rule.isArray()
        ? items(rule).stream().anyMatch(each -> isOfType(each, value))
        : switch (rule.textValue()) {
          case "object" -> value.isObject();
          case "array" -> value.isArray();
          case "string" -> value.isTextual();
          case "number" -> value.isNumber();
          case "boolean" -> value.isBoolean();
          case "null" -> value.isNull();
          default -> throw new IllegalArgumentException("unknown type " + rule);
        };
  }

  private static List<JsonNode> items(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).toList();
  }
}
