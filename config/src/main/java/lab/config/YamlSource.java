package lab.config;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import lab.contract.SourceRef;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.Node;

/**
 * A file while it is read: where its findings go, and what its values may name.
 *
 * @param file its name inside the folder
 * @param text all of it; empty until it is read
 * @param withoutEffectYet keys that were used and will mean something in a later version
 * @param withoutEffect keys that were used and mean something only elsewhere
 */
record YamlSource(
    String file,
    String text,
    Findings findings,
    Environment environment,
    Set<String> withoutEffectYet,
    Set<String> withoutEffect) {

  YamlSource(String file, Findings findings, Environment environment) {
    this(file, "", findings, environment, new LinkedHashSet<>(), new LinkedHashSet<>());
  }

  /** The same file, read. */
  YamlSource holding(String all) {
    return new YamlSource(file, all, findings, environment, withoutEffectYet, withoutEffect);
  }

  /** Where a node begins. */
  SourceRef at(Node node) {
    return at(node.getStartMark());
  }

  SourceRef at(Mark mark) {
    return new SourceRef(file, mark.getLine() + 1, mark.getColumn() + 1);
  }

  /** One line for each kind of key that the file has and that does nothing. */
  void tellWhatHasNoEffect() {
    tell(withoutEffectYet, "accepted, but without effect in this version: ");
    tell(withoutEffect, "accepted for compatibility, but without effect here: ");
  }

  private void tell(Set<String> keys, String what) {
    if (!keys.isEmpty()) {
      findings.info(
          new SourceRef(file, 1, 1), keys.stream().collect(Collectors.joining(", ", what, "")));
    }
  }
}
