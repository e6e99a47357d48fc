package lab.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import lab.contract.SourceRef;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * A value of a YAML file as its reader sees it. Asked for something that it is not, it records an
 * error with its place and path, and answers null.
 *
 * @param at where its key stands, or where it begins where it has none
 * @param path its keys from the top, for messages
 * @param rest what an included file has at the same place, of the same kind; null mostly
 */
record YamlValue(
    YamlSource source, SourceRef at, String path, Node node, @Nullable YamlValue rest) {
  private static final Resolver YAML_1_1 = new Resolver();

  /** What YAML 1.1 takes for true. */
  static final Pattern TRUE = Pattern.compile("(?i)yes|true|on");

  YamlValue(YamlSource source, SourceRef at, String path, Node node) {
    this(source, at, path, node, null);
  }

  /** With what an included file has at the same place: lists and maps are joined. */
  YamlValue joinedWith(YamlValue other) {
    boolean same = (isMap() && other.isMap()) || (isList() && other.isList());
    if (!same) {
      other.warning("is ignored: it stands at " + at + " too, which comes first");
      return this;
    }
    YamlValue further = rest == null ? other : rest.joinedWith(other);
    return new YamlValue(source, at, path, node, further);
  }

  boolean isNull() {
    return Tag.NULL.equals(node.getTag());
  }

  boolean isText() {
    return node instanceof ScalarNode && Tag.STR.equals(node.getTag());
  }

  boolean isFalse() {
    return Tag.BOOL.equals(node.getTag()) && Boolean.FALSE.equals(plain());
  }

  boolean isMap() {
    return node instanceof MappingNode;
  }

  boolean isList() {
    return node instanceof SequenceNode;
  }

  /** A single value as the file has it, variables not replaced; empty for lists and maps. */
  String raw() {
    return node instanceof ScalarNode scalar ? scalar.getValue().strip() : "";
  }

  /** Text that says something: variables replaced, blanks around it removed, not empty. */
  @Nullable String text() {
    Scalar scalar = scalar("text");
    if (scalar == null) {
      return null;
    }
    if (!isText()) {
      wrong("text; put it in quotes");
      return null;
    }
    if (scalar.text.isEmpty()) {
      error("is empty");
      return null;
    }
    return scalar.text;
  }

  @Nullable Boolean flag() {
    Scalar scalar = scalar("true or false");
    if (scalar == null) {
      return null;
    }
    if (!Tag.BOOL.equals(scalar.tag)) {
      wrong("true or false");
      return null;
    }
    return TRUE.matcher(scalar.text).matches();
  }

  /** A whole number within bounds, both inclusive. */
  @Nullable Integer whole(int least, int most) {
    String rule = "a whole number from " + least + " to " + most;
    Scalar scalar = scalar(rule);
    if (scalar == null) {
      return null;
    }
    Double number = Quantities.number(scalar.text);
    if (!Tag.INT.equals(scalar.tag) || number == null || number < least || number > most) {
      wrong(rule);
      return null;
    }
    return number.intValue();
  }

  /** Any finite number. */
  @Nullable Double number() {
    Scalar scalar = scalar("a number");
    Double number = scalar == null ? null : Quantities.number(scalar.text);
    if (scalar != null && number == null) {
      wrong("a number");
    }
    return number;
  }

  /** A number within bounds, both inclusive. */
  @Nullable Double number(double least, double most) {
    Double number = number();
    if (number != null && (number < least || number > most)) {
      error("is " + shown() + "; it must be a number from " + plain(least) + " to " + plain(most));
      return null;
    }
    return number;
  }

  private static String plain(double bound) {
    return bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound);
  }

  /** A number of seconds, or a number with a unit. */
  @Nullable Duration duration() {
    String rule = "more than 0 and at most 7 days, as seconds or like 30s, 5m, 500ms";
    Scalar scalar = scalar(rule);
    Duration duration = scalar == null ? null : Quantities.duration(scalar.text);
    if (scalar != null && duration == null) {
      wrong(rule);
    }
    return duration;
  }

  /** Bytes within bounds, both inclusive, which are said in words for the message. */
  @Nullable Long bytes(long least, long most, String bounds) {
    String rule = bounds + ", as bytes or like 32MiB or 10MB";
    Scalar scalar = scalar(rule);
    Long bytes = scalar == null ? null : Quantities.bytes(scalar.text);
    if (bytes != null && bytes >= least && bytes <= most) {
      return bytes;
    }
    if (scalar != null) {
      wrong(rule);
    }
    return null;
  }

  /** A scalar of any type as it is written, variables replaced; for those who parse themselves. */
  @Nullable String written() {
    Scalar scalar = scalar("a single value");
    return scalar == null ? null : scalar.text;
  }

  /** A value that may be secret: never shown in a message, and a variable may be unset. */
  Environment.@Nullable Expansion secret() {
    if (!(node instanceof ScalarNode scalar)) {
      error("must be text");
      return null;
    }
    return source.environment().expand(scalar.getValue());
  }

  @Nullable YamlMap map() {
    if (node instanceof MappingNode mapping) {
      YamlMap map = YamlMap.of(source, at, path, mapping);
      YamlMap further = rest == null ? null : rest.map();
      return further == null ? map : map.joinedWith(further);
    }
    wrong("a map of keys");
    return null;
  }

  List<YamlValue> items() {
    if (!(node instanceof SequenceNode list)) {
      wrong("a list");
      return List.of();
    }
    List<YamlValue> items = new ArrayList<>(list.getValue().size());
    for (Node item : list.getValue()) {
      items.add(new YamlValue(source, source.at(item), path + "[" + items.size() + "]", item));
    }
    if (rest != null) {
      items.addAll(rest.items());
    }
    return items;
  }

  /** The value as it is written, as immutable lists, maps, texts, numbers and booleans. */
  Object plain() {
    return PlainYaml.of(node);
  }

  private record Scalar(String text, Tag tag) {}

  private @Nullable Scalar scalar(String rule) {
    if (!(node instanceof ScalarNode scalar)) {
      wrong(rule);
      return null;
    }
    return switch (source.environment().expand(scalar.getValue())) {
      case Environment.Expansion.Unset unset -> {
        error(
            "needs the environment variable %s, which is not set and has no default (${%s:-...})"
                .formatted(unset.variable(), unset.variable()));
        yield null;
      }
      case Environment.Expansion.Text expanded -> {
        String text = expanded.text().strip();
        // What came out of a variable has the type that it would have in the file.
        boolean asWritten = expanded.text().equals(scalar.getValue());
        yield new Scalar(
            text, asWritten ? scalar.getTag() : YAML_1_1.resolve(NodeId.scalar, text, true));
      }
    };
  }

  private void wrong(String rule) {
    error("is " + shown() + "; it must be " + rule);
  }

  /** Records an error at this value. */
  void error(String rule) {
    source.findings().error(place(), path + " " + rule);
  }

  /** Records an error at a character of this value's text. */
  void errorInside(String text, int offset, String rule) {
    SourceRef inside =
        node instanceof ScalarNode scalar ? PlaceInside.of(source, scalar, text, offset) : place();
    source.findings().error(inside, path + " " + rule);
  }

  /** Records a warning at this value. */
  void warning(String rule) {
    source.findings().warning(place(), path + " " + rule);
  }

  /** Where to look: the value itself where it is on one line with its key, else the key. */
  SourceRef place() {
    return node instanceof ScalarNode && !isNull() ? source.at(node) : at;
  }

  /** As written, so that what a variable holds is not shown. */
  String shown() {
    return switch (node) {
      case SequenceNode list -> "a list";
      case MappingNode map -> "a map";
      case ScalarNode scalar -> isNull() ? "empty" : abbreviated(scalar.getValue());
      default -> "unknown";
    };
  }

  private static String abbreviated(String text) {
    if (text.contains("@")) {
      return "a text"; // it may be an address with a password
    }
    String line = text.strip().replaceAll("\\s+", " ");
    return "\"" + (line.length() <= 60 ? line : line.substring(0, 57) + "...") + "\"";
  }
}
