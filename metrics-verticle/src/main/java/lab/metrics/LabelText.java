package lab.metrics;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The labels of a series as the text forms have them, without braces: what it is known by. */
final class LabelText {
  private LabelText() {}

  /**
   * Sorted by name: {@code kind="RATE",provider="vllm"}. Empty where the family has no labels.
   *
   * @param values in the order of the family's labels, one for each
   */
  static String of(Family family, String... values) {
    List<String> names = family.labels();
    if (names.size() != values.length) {
      throw new IllegalArgumentException(
          family.name() + " has the labels " + names + ", not " + values.length);
    }
    Map<String, String> sorted = new TreeMap<>();
    for (int i = 0; i < values.length; i++) {
      sorted.put(names.get(i), values[i]);
    }
    StringBuilder text = new StringBuilder(32 * values.length);
    sorted.forEach(
        (name, value) -> text.append(text.isEmpty() ? "" : ",").append(one(name, value)));
    return text.toString();
  }

  /** One label. */
  static String one(String name, String value) {
    String escaped = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    return name + "=\"" + escaped + '"';
  }
}
