package lab.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Some keys of a {@link Section} that are of the same use.
 *
 * @param use what becomes of them
 * @param names between single spaces
 */
record Keys(KeyUse use, String names) {
  static Keys effect(String names) {
    return new Keys(KeyUse.EFFECT, names);
  }

  static Keys descriptive(String names) {
    return new Keys(KeyUse.DESCRIPTIVE, names);
  }

  static Keys later(String names) {
    return new Keys(KeyUse.LATER, names);
  }

  static Keys none(String names) {
    return new Keys(KeyUse.NONE, names);
  }

  /** The use of each key, in the order in which they are named. */
  static Map<String, KeyUse> all(Keys... groups) {
    Map<String, KeyUse> all = new LinkedHashMap<>();
    for (Keys group : groups) {
      for (String key : group.names.split(" ", -1)) {
        all.put(key, group.use);
      }
    }
    return Collections.unmodifiableMap(all);
  }
}
