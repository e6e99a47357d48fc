package lab.config;

import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lab.contract.SourceRef;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Walks a whole file once, before anything is read from it: duplicate keys, keys that are no text,
 * aliases that contain themselves or expand without measure. Whoever reads afterwards may recurse.
 */
final class YamlSanity {
  /** Bounds what aliases expand to; the largest honest configuration has a tenth of it. */
  private static final int MOST_VALUES = 500_000;

  private final YamlSource source;
  private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());
  private int values;

  YamlSanity(YamlSource source) {
    this.source = source;
  }

  /** Whether the file may be read at all; duplicate keys are told and do not prevent it. */
  boolean isFit(Node node) {
    if (++values > MOST_VALUES) {
      source.findings().error(source.at(node), "expands to more than " + MOST_VALUES + " values");
      return false;
    }
    if (!open.add(node)) {
      source.findings().error(source.at(node), "contains itself through an alias");
      return false;
    }
    boolean fit =
        switch (node) {
          case MappingNode map -> areKeysFit(map.getValue()) && areValuesFit(map.getValue());
          case SequenceNode list -> list.getValue().stream().allMatch(this::isFit);
          default -> true; // a scalar: Node is not sealed
        };
    open.remove(node);
    return fit;
  }

  private boolean areValuesFit(List<NodeTuple> entries) {
    return entries.stream().allMatch(entry -> isFit(entry.getValueNode()));
  }

  private boolean areKeysFit(List<NodeTuple> entries) {
    Map<String, SourceRef> first = HashMap.newHashMap(entries.size());
    for (NodeTuple entry : entries) {
      SourceRef at = source.at(entry.getKeyNode());
      if (!(entry.getKeyNode() instanceof ScalarNode key)) {
        source.findings().error(at, "a key must be text, not a list or a map; quote it");
        return false;
      }
      SourceRef before = first.putIfAbsent(key.getValue(), at);
      if (before != null) {
        source
            .findings()
            .error(at, "key \"%s\" is here twice; first at %s".formatted(key.getValue(), before));
      }
    }
    return true;
  }
}
