package lab.config;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Makes the JSON Schema of each file out of the loader's table of keys and the reference: the keys
 * of the one, the types and descriptions of the other.
 */
final class Schemas {
  /** The files that have a schema, by the section of their top. */
  static final Map<Section, String> FILES =
      Map.of(
          Section.PROVIDERS_FILE, "providers",
          Section.MAPPINGS_FILE, "model-mappings",
          Section.SERVICE, "ports",
          Section.GATEWAY_FILE, "gateway",
          Section.KEYS_FILE, "keys");

  /** Sections whose place may also hold less than a map. */
  private static final Map<Section, List<String>> SHORT_FORMS =
      Map.of(
          Section.MODEL, List.of("string"),
          Section.CHAIN, List.of("array"),
          Section.ALIAS, List.of("string", "array"));

  /** Templates of providers need nothing yet. */
  private static final Set<Section> NOTHING_NEEDED = Set.of(Section.PROVIDER);

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Reference reference = new Reference();
  private final Map<String, Section> byPath = new LinkedHashMap<>();

  Schemas() {
    for (Section section : Section.values()) {
      byPath.put(section.path(), section);
    }
  }

  /** The schema of a file. */
  ObjectNode of(Section top) {
    ObjectNode schema = JSON.objectNode();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", FILES.get(top) + ".yaml");
    if (top == Section.SERVICE) {
      schema.setAll(services(map(top)));
    } else {
      schema.setAll(map(top));
    }
    return schema;
  }

  /** Services by name, or groups of them by name. */
  private static ObjectNode services(ObjectNode service) {
    ObjectNode entry = JSON.objectNode().put("$ref", "#/$defs/entry");
    ObjectNode group = JSON.objectNode().put("type", "object");
    group.putObject("not").putArray("required").add("port");
    ObjectNode free = group.putObject("properties");
    List.of("metadata", "ranges", "description", "notes", "version")
        .forEach(key -> free.set(key, JSON.objectNode()));
    group.set("additionalProperties", entry);
    ObjectNode top = group.deepCopy();
    top.remove("not");
    ObjectNode definitions = top.putObject("$defs");
    definitions.putObject("entry").set("anyOf", either(List.of(service, group, type("null"))));
    return top;
  }

  private ObjectNode map(Section section) {
    ObjectNode map = type("object");
    ObjectNode properties = map.putObject("properties");
    ArrayNode needed = JSON.arrayNode();
    for (String key : section.keys().keySet()) {
      Reference.Row row = reference.row(section, key);
      ObjectNode property = property(section, key, row);
      property.put("description", description(row));
      properties.set(key, property);
      if (row.otherwise().equals("needed") && !NOTHING_NEEDED.contains(section)) {
        needed.add(key);
      }
    }
    if (!needed.isEmpty()) {
      map.set("required", needed);
    }
    if (!section.open()) {
      map.putObject("patternProperties").putObject("^#");
      map.put("additionalProperties", false);
    }
    return map;
  }

  private static String description(Reference.Row row) {
    String effect = row.effect().replace("*", "");
    return row.otherwise().isEmpty() || row.otherwise().equals("needed")
        ? effect
        : effect + " (default: " + row.otherwise() + ")";
  }

  private ObjectNode property(Section section, String key, Reference.Row row) {
    String path = section.pathOf(key);
    Section map = byPath.get(path);
    Section byName = byPath.get(path + ".<name>");
    Section item = byPath.get(path + "[]");
    if (map != null) {
      return orNull(map(map));
    }
    if (byName != null) {
      return orNull(type("object").set("additionalProperties", shortOr(byName)));
    }
    return item == null ? Types.of(row.type()) : orNull(type("array").set("items", shortOr(item)));
  }

  private ObjectNode shortOr(Section section) {
    List<String> shorter = SHORT_FORMS.getOrDefault(section, List.of());
    if (shorter.isEmpty()) {
      return orNull(map(section));
    }
    ArrayNode forms = JSON.arrayNode().add(map(section));
    shorter.forEach(form -> forms.add(type(form)));
    return JSON.objectNode().set("anyOf", forms.add(type("null")));
  }

  private static ObjectNode orNull(ObjectNode schema) {
    return JSON.objectNode().set("anyOf", either(List.of(schema, type("null"))));
  }

  private static ArrayNode either(List<ObjectNode> forms) {
    return forms.stream().collect(JSON::arrayNode, ArrayNode::add, ArrayNode::addAll);
  }

  private static ObjectNode type(String type) {
    return JSON.objectNode().put("type", type);
  }

  /** The words of the reference's column of types, as types of JSON. */
  static final class Types {
    private static final String VARIABLE = "\\$\\{|^os\\.environ/";

    private Types() {}

    static ObjectNode of(String words) {
      List<String> constants =
          Pattern.compile("`([^`]+)`")
              .matcher(words)
              .results()
              .map(found -> found.group(1))
              .toList();
      boolean onlyConstants = words.replaceAll("`[^`]+`", "").matches("[, ]*");
      if (!constants.isEmpty() && onlyConstants) {
        return enumeration(constants);
      }
      String first = words.split("[^A-Za-z]", 2)[0];
      return switch (first) {
        case "boolean" -> constants.isEmpty() ? orVariable("boolean") : types("boolean", "string");
        case "number" -> words.contains("map") ? types("number", "object") : orVariable("number");
        case "tokens" -> orVariable("number");
        case "duration", "bytes", "size" -> types("number", "string");
        case "condition" -> types("boolean", "string");
        case "list" ->
            words.contains("maps of one name") ? types("array", "object") : types("array");
        case "map" -> types("object");
        case "text", "name", "provider", "strategy", "path", "http", "regular", "one" ->
            types("string");
        default -> JSON.objectNode(); // any, or as another place has it
      };
    }

    private static ObjectNode types(String... types) {
      ArrayNode all = JSON.arrayNode();
      for (String type : types) {
        all.add(type);
      }
      return JSON.objectNode().set("type", all.add("null"));
    }

    private static ObjectNode enumeration(List<String> constants) {
      ObjectNode one = JSON.objectNode();
      one.set(
          "enum", constants.stream().collect(JSON::arrayNode, ArrayNode::add, ArrayNode::addAll));
      return JSON.objectNode().set("anyOf", either(List.of(one, variable(), type("null"))));
    }

    private static ObjectNode orVariable(String type) {
      return JSON.objectNode().set("anyOf", either(List.of(type(type), variable(), type("null"))));
    }

    private static ObjectNode variable() {
      return type("string").put("pattern", VARIABLE);
    }
  }
}
