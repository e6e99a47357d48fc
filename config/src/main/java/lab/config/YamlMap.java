package lab.config;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lab.contract.SourceRef;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A map of a YAML file as its reader sees it: values by key, in file order, merge keys ({@code <<})
 * resolved. A value that is not what is asked for becomes a finding and is null to the reader, so
 * that one run finds everything. A key whose value is null counts as absent.
 *
 * @param at where its key stands, or where it begins where it has none
 * @param path its keys from the top, for messages; empty at the top
 */
record YamlMap(YamlSource source, SourceRef at, String path, Map<String, YamlValue> values) {
  /** More than anybody means, in US dollars. */
  private static final double DEAREST = 1_000_000_000;

  static YamlMap empty(YamlSource source) {
    return new YamlMap(source, new SourceRef(source.file(), 1, 1), "", Map.of());
  }

  static YamlMap of(YamlSource source, SourceRef at, String path, MappingNode node) {
    Map<String, YamlValue> values = LinkedHashMap.newLinkedHashMap(node.getValue().size());
    for (NodeTuple entry : node.getValue()) {
      if (!Tag.MERGE.equals(entry.getKeyNode().getTag())) {
        put(values, source, path, entry);
      }
    }
    for (NodeTuple entry : node.getValue()) {
      if (Tag.MERGE.equals(entry.getKeyNode().getTag())) {
        merge(values, source, path, entry.getValueNode());
      }
    }
    return new YamlMap(source, at, path, Collections.unmodifiableMap(values));
  }

  private static void put(
      Map<String, YamlValue> values, YamlSource source, String path, NodeTuple entry) {
    if (entry.getKeyNode() instanceof ScalarNode key) {
      String name = key.getValue();
      values.putIfAbsent(
          name, new YamlValue(source, source.at(key), join(path, name), entry.getValueNode()));
    }
  }

  private static void merge(
      Map<String, YamlValue> values, YamlSource source, String path, Node merged) {
    switch (merged) {
      case MappingNode map ->
          of(source, source.at(map), path, map).values().forEach(values::putIfAbsent);
      case SequenceNode list -> list.getValue().forEach(item -> merge(values, source, path, item));
      default -> source.findings().error(source.at(merged), "<< must name a map");
    }
  }

  /** With what an included file has at the same place; what both have is this one's. */
  YamlMap joinedWith(YamlMap other) {
    Map<String, YamlValue> all = new LinkedHashMap<>(values);
    other.values.forEach((key, value) -> all.merge(key, value, YamlValue::joinedWith));
    return new YamlMap(source, at, path, Collections.unmodifiableMap(all));
  }

  private static String join(String path, String key) {
    boolean plain = key.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '_' || c == '-');
    return plain ? path.isEmpty() ? key : path + "." + key : path + "[" + key + "]";
  }

  /** The path of a key in here, for messages. */
  String pathOf(String key) {
    return join(path, key);
  }

  /** The value of a key, or null where it is absent or null. */
  @Nullable YamlValue value(String key) {
    YamlValue value = values.get(key);
    return value == null || value.isNull() ? null : value;
  }

  boolean has(String key) {
    return value(key) != null;
  }

  /** The maps in here by key, in file order; what is no map is an error. */
  Map<String, YamlMap> maps() {
    Map<String, YamlMap> maps = new LinkedHashMap<>();
    values.forEach(
        (key, value) -> {
          YamlMap map = value.map();
          if (map != null) {
            maps.put(key, map);
          }
        });
    return maps;
  }

  @Nullable String text(String key) {
    YamlValue value = value(key);
    return value == null ? null : value.text();
  }

  /** A text that must be there. */
  @Nullable String neededText(String key) {
    if (!has(key)) {
      error(key, "is missing");
    }
    return text(key);
  }

  boolean flag(String key, boolean otherwise) {
    YamlValue value = value(key);
    Boolean flag = value == null ? null : value.flag();
    return flag == null ? otherwise : flag;
  }

  @Nullable Integer whole(String key, int least, int most) {
    YamlValue value = value(key);
    return value == null ? null : value.whole(least, most);
  }

  /** An amount of US dollars. */
  @Nullable Double dollars(String key) {
    YamlValue value = value(key);
    return value == null ? null : value.number(0, DEAREST);
  }

  @Nullable Duration duration(String key) {
    YamlValue value = value(key);
    return value == null ? null : value.duration();
  }

  /** Bytes within bounds, both inclusive, which are said in words for the message. */
  @Nullable Long bytes(String key, long least, long most, String bounds) {
    YamlValue value = value(key);
    return value == null ? null : value.bytes(least, most, bounds);
  }

  /** The map under a key; an empty one where it is absent or none. */
  YamlMap map(String key) {
    YamlValue value = value(key);
    YamlMap map = value == null ? null : value.map();
    return map == null ? new YamlMap(source, at, pathOf(key), Map.of()) : map;
  }

  /** The items of the list under a key; none where it is absent or no list. */
  List<YamlValue> items(String key) {
    YamlValue value = value(key);
    return value == null ? List.of() : value.items();
  }

  /** Tells of every key that the section does not know, and notes those without effect. */
  @CanIgnoreReturnValue
  YamlMap knownAs(Section section) {
    for (String key : values.keySet()) {
      KeyUse use = section.keys().get(key);
      if (use != null && section.hasEffect()) {
        note(section, key, use);
      } else if (use == null && !section.open() && !key.startsWith("#")) {
        // "# ...": keys that generators write where a comment was meant.
        YamlValue value = values.get(key);
        source
            .findings()
            .warning(
                value == null ? at : value.at(),
                "unknown key " + pathOf(key) + Nearest.hint(key, section.keys().keySet()));
      }
    }
    return this;
  }

  private void note(Section section, String key, KeyUse use) {
    switch (use) {
      case EFFECT, DESCRIPTIVE -> {}
      case LATER -> source.withoutEffectYet().add(section.pathOf(key));
      case NONE -> source.withoutEffect().add(section.pathOf(key));
    }
  }

  /** Records an error at a key where it is there, else at the map itself. */
  void error(String key, String rule) {
    YamlValue value = values.get(key);
    source.findings().error(value == null ? at : value.place(), pathOf(key) + " " + rule);
  }

  /** Records a warning likewise. */
  void warning(String key, String rule) {
    YamlValue value = values.get(key);
    source.findings().warning(value == null ? at : value.place(), pathOf(key) + " " + rule);
  }
}
