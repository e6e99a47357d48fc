package lab.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a node's settings with all that they {@code include}. */
final class GatewayFiles {
  private static final int MOST = 100;

  private final ConfigFiles files;
  private final Findings findings;
  private final Environment environment;
  private final List<YamlSource> sources = new ArrayList<>();
  private final Set<String> read = new LinkedHashSet<>();

  private GatewayFiles(ConfigFiles files, Findings findings, Environment environment) {
    this.files = files;
    this.findings = findings;
    this.environment = environment;
  }

  /**
   * What came of reading.
   *
   * @param file everything as one file; where two say the same, the including one
   * @param sources every file that was read
   * @param environment the given one, and what {@code environment_variables} sets
   */
  record Joined(YamlMap file, List<YamlSource> sources, Environment environment) {}

  /** Reads a file; where it sets variables a second time, with them. */
  static Joined read(ConfigFiles files, String file, Findings findings, Environment environment)
      throws UnreadableFile {
    Joined first = new GatewayFiles(files, findings, environment).read(file);
    Map<String, String> set = variables(first.file);
    // Whatever the first reading found the second finds too, but for what the variables change.
    return set.isEmpty()
        ? first
        : new GatewayFiles(files, findings, environment.with(set)).read(file);
  }

  private Joined read(String file) throws UnreadableFile {
    YamlMap joined = joined(file);
    return new Joined(joined, List.copyOf(sources), environment);
  }

  private YamlMap joined(String file) throws UnreadableFile {
    read.add(file);
    YamlSource source = new YamlSource(file, findings, environment);
    YamlMap map = files.has(file) ? YamlFile.read(files, source) : YamlMap.empty(source);
    sources.add(map.source());
    YamlMap all = map;
    for (YamlValue item : map.items("include")) {
      String included = included(file, item);
      if (included != null) {
        all = all.joinedWith(joined(included));
      }
    }
    return all;
  }

  /** The file that is meant, relative to the folder; null where it can not be read. */
  private @Nullable String included(String file, YamlValue item) {
    String name = item.text();
    if (name == null) {
      return null;
    }
    Path beside = Path.of(file).resolveSibling(name).normalize();
    if (!files.isFile(beside.toString())) {
      item.error("is %s; there is no such file beside %s".formatted(item.shown(), file));
      return null;
    }
    String path = beside.toString();
    if (read.contains(path)) {
      item.error("is " + item.shown() + ", which is included already");
      return null;
    }
    if (read.size() == MOST) {
      item.error("is one file too many; at most " + MOST + " can be included");
      return null;
    }
    return path;
  }

  private static Map<String, String> variables(YamlMap file) {
    Map<String, String> set = new HashMap<>();
    file.map("environment_variables")
        .values()
        .forEach(
            (name, value) -> {
              if (!value.isNull() && value.secret() instanceof Environment.Expansion.Text text) {
                set.put(name, text.text());
              }
            });
    return set;
  }
}
