package lab.dialect.openai;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import lab.dialect.json.Keys;

/** The entries of {@code metadata} that rules ask for; no other is read. */
public final class MetadataKeys {
  /** No entry but {@code tags}. */
  public static final MetadataKeys NONE = of(Set.of());

  /** The index of {@code tags}; the wanted ones follow. */
  static final int TAGS = 0;

  private final List<String> names;
  private final Keys keys;

  private MetadataKeys(List<String> names) {
    this.names = names;
    keys = Keys.of(names.toArray(new String[0]));
  }

  /**
   * These entries.
   *
   * @param wanted names as they stand in the body; {@code tags} is always read, as what it is
   */
  public static MetadataKeys of(Set<String> wanted) {
    return new MetadataKeys(
        Stream.concat(
                Stream.of("tags"), wanted.stream().filter(name -> !name.equals("tags")).sorted())
            .toList());
  }

  Keys keys() {
    return keys;
  }

  String name(int key) {
    return names.get(key);
  }
}
