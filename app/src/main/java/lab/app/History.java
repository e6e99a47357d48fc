package lab.app;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import lab.contract.NodeId;
import lab.contract.Reload;
import lab.gateway.state.WholeFile;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The configurations that were in force on a node, in its state folder: one file each, readable by
 * its owner only, written whole or not at all. Blocks.
 */
final class History {
  /** So many are kept; the oldest go. */
  static final int MOST = 20;

  private static final Logger LOG = LoggerFactory.getLogger(History.class);
  private static final String ENDING = ".json";

  private final Path folder;

  /**
   * @param state the state folder; made when something is written
   */
  History(Path state) {
    this.folder = state.resolve("history");
  }

  /**
   * One of them.
   *
   * @param number counts them from 1; larger is later
   * @param content what was in force
   */
  record Entry(int number, Reload.Content content) {}

  /**
   * How a node was left.
   *
   * @param content what was kept last, or null
   * @param epoch of what was in force last, or 0
   */
  record Last(Reload.@Nullable Content content, long epoch) {
    static final Last UNKNOWN = new Last(null, 0);

    /** What operators said of providers, by name. */
    Map<String, String> statuses() {
      return content == null ? Map.of() : content.statuses();
    }
  }

  /** All that can be read, the oldest first. */
  List<Entry> entries() throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (int number : numbers()) {
      read(number).ifPresent(entries::add);
    }
    return entries;
  }

  /** The one that was in force last. */
  Optional<Entry> latest() throws IOException {
    List<Integer> numbers = numbers();
    for (int i = numbers.size() - 1; i >= 0; i--) {
      Optional<Entry> entry = read(numbers.get(i));
      if (entry.isPresent()) {
        return entry;
      }
    }
    return Optional.empty();
  }

  /** How the node was left. */
  Last last() throws IOException {
    Reload.Content content = latest().map(Entry::content).orElse(null);
    return content == null ? Last.UNKNOWN : new Last(content, lastEpoch());
  }

  /** Where a command kept files they are the latest, and were not in force. */
  private long lastEpoch() throws IOException {
    for (int number : numbers().reversed()) {
      long epoch = read(number).map(entry -> entry.content().epoch()).orElse(0L);
      if (epoch > 0) {
        return epoch;
      }
    }
    return 0;
  }

  /** The one of this number. */
  Optional<Entry> read(int number) throws IOException {
    Path file = file(number);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Entry(number, content(new JsonObject(Files.readString(file)))));
    } catch (DecodeException | DateTimeException | ClassCastException | NullPointerException bad) {
      LOG.atWarn()
          .addKeyValue("because", file + " is no configuration that was kept")
          .log("an entry of the history is left out");
      return Optional.empty();
    }
  }

  /** Keeps another one as the latest. */
  Entry add(Reload.Content content) throws IOException {
    byte[] bytes = json(content).encodePrettily().getBytes(StandardCharsets.UTF_8);
    List<Integer> numbers = numbers();
    int number = numbers.isEmpty() ? 1 : numbers.getLast() + 1;
    while (!new WholeFile(file(number)).writeNew(bytes)) {
      number++; // A command wrote one meanwhile.
    }
    for (int i = 0; i <= numbers.size() - MOST; i++) {
      boolean unused = Files.deleteIfExists(file(numbers.get(i)));
    }
    return new Entry(number, content);
  }

  private Path file(int number) {
    return folder.resolve("%08d".formatted(number) + ENDING);
  }

  private List<Integer> numbers() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches("\\d{8}\\" + ENDING))
          .map(name -> Integer.valueOf(name.substring(0, 8)))
          .sorted()
          .toList();
    }
  }

  private static JsonObject json(Reload.Content content) {
    JsonObject files = new JsonObject();
    content.files().forEach(files::put);
    JsonObject statuses = new JsonObject();
    content.statuses().forEach(statuses::put);
    return new JsonObject()
        .put("epoch", content.epoch())
        .put("hash", FilesDigest.of(content))
        .put("at", content.at().toString())
        .put("by", content.by().value())
        .put("who", content.who())
        .put("why", content.why())
        .put("statuses", statuses)
        .put("files", files);
  }

  private static Reload.Content content(JsonObject json) {
    return new Reload.Content(
        json.getLong("epoch"),
        Instant.parse(json.getString("at")),
        new NodeId(json.getString("by")),
        json.getString("who"),
        json.getString("why"),
        texts(json.getJsonObject("files")),
        texts(json.getJsonObject("statuses")));
  }

  private static Map<String, String> texts(JsonObject json) {
    return json.stream()
        .collect(Collectors.toMap(Map.Entry::getKey, text -> (String) text.getValue()));
  }
}
