package lab.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/** YAML as maps, lists and scalars that can be changed and written again. */
final class YamlTree {
  private YamlTree() {}

  /** Dates stay the texts that they are: read as instants they would be written differently. */
  private static final class NoDates extends Resolver {
    @Override
    public void addImplicitResolver(Tag tag, Pattern pattern, @Nullable String first, int limit) {
      if (!Tag.TIMESTAMP.equals(tag)) {
        super.addImplicitResolver(tag, pattern, first, limit);
      }
    }
  }

  /** A map that was read before without findings; empty where the text is. */
  static Map<String, @Nullable Object> read(String text) {
    return map(yaml().load(text));
  }

  /** The text of a map, in blocks and in its order. */
  static String write(Map<String, @Nullable Object> map) {
    return yaml().dump(map);
  }

  private static Yaml yaml() {
    LoaderOptions limits = YamlFile.limits();
    DumperOptions form = new DumperOptions();
    form.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    form.setSplitLines(false);
    // Otherwise what stands twice would be written as an anchor and an alias.
    form.setDereferenceAliases(true);
    return new Yaml(
        new SafeConstructor(limits), new Representer(form), form, limits, new NoDates());
  }

  /** A copy of a map, in its order; empty for anything else. */
  static Map<String, @Nullable Object> map(@Nullable Object value) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, each) -> copy.put(String.valueOf(key), each));
    }
    return copy;
  }

  /** A copy of a list; of anything else but null a list of it. */
  static List<@Nullable Object> list(@Nullable Object value) {
    if (value instanceof List<?> list) {
      return new ArrayList<>(list);
    }
    List<@Nullable Object> one = new ArrayList<>();
    if (value != null) {
      one.add(value);
    }
    return one;
  }

  /** Puts it there unless it is null or empty. */
  static void putFilled(Map<String, @Nullable Object> into, String key, @Nullable Object value) {
    boolean empty =
        value == null
            || (value instanceof Map<?, ?> map && map.isEmpty())
            || (value instanceof List<?> list && list.isEmpty());
    if (!empty) {
      into.put(key, value);
    }
  }
}
