package lab.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** YAML as it is written, as immutable lists, maps, texts, numbers and booleans. */
final class PlainYaml {
  private PlainYaml() {}

  static Object of(Node node) {
    return switch (node) {
      case SequenceNode list -> list.getValue().stream().map(PlainYaml::of).toList();
      case MappingNode map -> {
        Map<String, Object> plain = new LinkedHashMap<>();
        map.getValue()
            .forEach(
                entry ->
                    plain.put(String.valueOf(of(entry.getKeyNode())), of(entry.getValueNode())));
        yield Collections.unmodifiableMap(plain);
      }
      case ScalarNode scalar -> of(scalar);
      default -> "";
    };
  }

  private static Object of(ScalarNode scalar) {
    String text = scalar.getValue();
    if (Tag.BOOL.equals(scalar.getTag())) {
      return YamlValue.TRUE.matcher(text).matches();
    }
    boolean isNumber = Tag.INT.equals(scalar.getTag()) || Tag.FLOAT.equals(scalar.getTag());
    Double number = isNumber ? Quantities.number(text) : null;
    if (number == null) {
      return Tag.NULL.equals(scalar.getTag()) ? "" : text;
    }
    return number == Math.rint(number) && Math.abs(number) < 1L << 53
        ? (Object) number.longValue()
        : number;
  }
}
