package lab.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import lab.config.ConfigFiles;
import lab.config.ConfigLoader;
import lab.config.Loading;

/**
 * The folder that a node was started with, and the environment that its files may name.
 *
 * @param path the folder
 * @param environment variables by name; half of them are secret
 */
record ConfigFolder(Path path, Map<String, String> environment) {
  /** Files that change while they are read are read again, so often. */
  private static final int TRIES = 3;

  ConfigFolder {
    environment = Map.copyOf(environment);
  }

  /**
   * What is there.
   *
   * @param loading what it means
   * @param texts the files that were read, by name
   * @param look how they looked meanwhile
   */
  record Read(Loading loading, Map<String, String> texts, Map<String, String> look) {}

  /** Reads all of it, as it was at one moment. Blocks. */
  Read read() {
    for (int tries = 1; ; tries++) {
      Map<String, String> before = look(Set.of());
      ConfigFiles files = ConfigFiles.in(path);
      Loading loading = ConfigLoader.load(files, environment);
      Map<String, String> after = look(files.texts().keySet());
      if (tries == TRIES || after.entrySet().containsAll(before.entrySet())) {
        return new Read(loading, files.texts(), after);
      }
    }
  }

  /** What these texts mean here. */
  Loading meaning(Map<String, String> texts) {
    return ConfigLoader.load(ConfigFiles.of(texts), environment);
  }

  /**
   * How the files look from outside: another look after any change, also where only a link on the
   * way to a file was changed. Blocks.
   *
   * @param included further files, by their names within the folder
   */
  Map<String, String> look(Set<String> included) {
    Map<String, String> look = new TreeMap<>();
    for (String name : names(included)) {
      look.put(name, look(path.resolve(name)));
    }
    return look;
  }

  private Set<String> names(Set<String> included) {
    Set<String> names = new TreeSet<>(included);
    try (var files = Files.list(path)) {
      names.addAll(
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".yaml"))
              .collect(Collectors.toSet()));
    } catch (IOException | UncheckedIOException gone) {
      names.add(".");
    }
    return names;
  }

  private static String look(Path file) {
    try {
      BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
      return found.fileKey() + " " + found.size() + " " + found.lastModifiedTime().toMillis();
    } catch (IOException gone) {
      return "none";
    }
  }

  /** Half of an environment is secret. */
  @Override
  public String toString() {
    return path.toString();
  }
}
