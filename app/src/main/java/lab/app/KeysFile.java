package lab.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import lab.config.ConfigLoader;
import lab.config.Finding;
import lab.config.Loading;

/**
 * Changes of {@code keys.yaml} that leave everything else in it as somebody wrote it. What comes
 * out is loaded before it takes the file's place; a file in another shape is left alone.
 */
final class KeysFile {
  private static final String NAME = "keys.yaml";
  private static final Pattern TOP = Pattern.compile("keys:\\s*(\\{\\s*}\\s*)?(#.*)?");

  private final Path folder;

  KeysFile(Path folder) {
    this.folder = folder;
  }

  Path path() {
    return folder.resolve(NAME);
  }

  /** Adds an entry, whose lines begin at the left. */
  void add(List<String> entry) throws IOException {
    List<String> lines = lines();
    int top = top(lines);
    if (top < 0) {
      lines.add("keys:");
      top = lines.size() - 1;
    } else if (lines.get(top).contains("{")) {
      lines.set(top, "keys:");
    }
    String indent = indent(lines, top);
    lines.addAll(top + 1, entry.stream().map(line -> indent + line).toList());
    write(lines);
  }

  /** Disables a key that the file has, by its name. */
  void disable(String alias) throws IOException {
    List<String> lines = lines();
    int top = top(lines);
    int at = top < 0 ? -1 : entry(lines, top, alias);
    if (at < 0) {
      throw new Told(1, path() + " has no key " + alias + " with lines of its own");
    }
    String inside = indent(lines, at);
    int end = at + 1;
    while (end < lines.size() && isInside(lines.get(end), inside)) {
      end++;
    }
    boolean unused =
        lines.subList(at + 1, end).removeIf(line -> line.strip().startsWith("disabled:"));
    lines.add(at + 1, inside + "disabled: true");
    write(lines);
  }

  private static boolean isInside(String line, String indent) {
    return line.isBlank() || line.startsWith(indent);
  }

  private static int entry(List<String> lines, int top, String alias) {
    String indent = indent(lines, top);
    Pattern name = Pattern.compile(Pattern.quote(indent + alias) + ":\\s*(#.*)?");
    for (int i = top + 1; i < lines.size(); i++) {
      if (name.matcher(lines.get(i)).matches()) {
        return i;
      }
    }
    return -1;
  }

  private static int top(List<String> lines) {
    for (int i = 0; i < lines.size(); i++) {
      if (TOP.matcher(lines.get(i)).matches()) {
        return i;
      }
    }
    return -1;
  }

  /** How far the first line below another stands in. */
  private static String indent(List<String> lines, int above) {
    String own = leading(lines.get(above));
    return lines.stream()
        .skip(above + 1L)
        .filter(line -> !line.isBlank() && !line.strip().startsWith("#"))
        .findFirst()
        .map(KeysFile::leading)
        .filter(next -> next.length() > own.length())
        .orElse(own + "  ");
  }

  private static String leading(String line) {
    return line.substring(0, line.length() - line.stripLeading().length());
  }

  private List<String> lines() throws IOException {
    return Files.exists(path()) ? new ArrayList<>(Files.readAllLines(path())) : new ArrayList<>();
  }

  private void write(List<String> lines) throws IOException {
    Path trial = Files.createTempDirectory(folder.toAbsolutePath(), ".keys");
    try {
      Path beside = trial.resolve(NAME);
      Path unused = Files.writeString(beside, String.join("\n", lines) + "\n");
      check(trial);
      Path unusedMoved = Files.move(beside, path(), StandardCopyOption.REPLACE_EXISTING);
    } finally {
      try (Stream<Path> left = Files.list(trial)) {
        for (Path file : left.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(trial);
    }
  }

  /** Whether it can be loaded, beside a provider that says nothing of keys. */
  private void check(Path trial) throws IOException {
    Path unused =
        Files.writeString(
            trial.resolve("providers.yaml"),
            "providers: {any: {type: ollama, base_url: 'http://localhost:1', models: [any]}}\n");
    List<Finding> wrong =
        ConfigLoader.load(trial, Map.of()).findings().stream()
            .filter(finding -> finding.severity() == Finding.Severity.ERROR)
            .toList();
    if (!wrong.isEmpty() || !(ConfigLoader.load(trial, Map.of()) instanceof Loading.Valid)) {
      throw new Told(1, path() + " is left as it is, as it would be wrong: " + wrong);
    }
  }
}
