package lab.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A configuration in another form.
 *
 * @param files texts by name, in the order they are to be written; each begins with the notes
 * @param notes what could not be said in that form, for people, a line each
 */
public record Converted(Map<String, String> files, List<String> notes) {
  public Converted {
    files = new LinkedHashMap<>(files);
    notes = List.copyOf(notes);
  }

  /** Files that begin with the same comment. */
  static Converted of(String title, Map<String, String> files, List<String> notes) {
    List<String> lines =
        notes.stream().map(note -> note.replaceAll("[^ -~]+", " ")).distinct().toList();
    String head =
        "# "
            + title
            + "\n"
            + lines.stream().map(line -> "# - " + line + "\n").collect(Collectors.joining());
    Map<String, String> headed = new LinkedHashMap<>();
    files.forEach((name, text) -> headed.put(name, head + text));
    return new Converted(headed, lines);
  }

  @Override
  public Map<String, String> files() {
    return new LinkedHashMap<>(files);
  }
}
