package lab.dialect.openai;

import java.time.Duration;
import lab.dialect.CacheWish;
import lab.dialect.RequestReading.Malformed;
import lab.dialect.json.JsonCursor;
import lab.dialect.json.JsonKind;
import lab.dialect.json.JsonText;
import lab.dialect.json.Keys;
import lab.dialect.json.MalformedJson;
import org.jspecify.annotations.Nullable;

/** Reads what a request says of caching. Keys that nobody knows are left alone. */
final class CacheReader {
  private static final int NO_CACHE = 0;
  private static final int NO_STORE = 1;
  private static final int USE_CACHE = 2;
  private static final int TTL = 3;
  private static final int NAMESPACE = 6;
  private static final int REPLAY = 7;
  private static final String[] NAMES = {
    "no-cache", "no-store", "use-cache", "ttl", "s-maxage", "s-max-age", "namespace", "replay"
  };
  private static final Keys KEYS = Keys.of(NAMES);

  private static final String A_FLAG = "true, false or null";
  private static final String A_TIME = "whole seconds, 0 to 31536000, or null";
  private static final String A_NAME = "a string of at most 256 bytes, or null";
  private static final int LONGEST_NAME = 256;
  private static final String A_REPLAY = "\"at_once\", \"paced\" or null";

  /** A year. */
  private static final long LONGEST_SECONDS = 31_536_000;

  private final byte[] body;
  private final JsonCursor cursor;
  private final boolean[] flags = new boolean[USE_CACHE + 1];
  private @Nullable Duration keepFor;
  private @Nullable Duration oldest;
  private @Nullable String namespace;
  private @Nullable Boolean paced;
  private @Nullable Malformed complaint;

  CacheReader(byte[] body, JsonCursor cursor) {
    this.body = body;
    this.cursor = cursor;
  }

  /** Passes the value of {@code cache}; a second one would be refused. */
  void read() throws MalformedJson {
    JsonKind kind = cursor.peek();
    if (kind != JsonKind.OBJECT) {
      cursor.skip();
      if (kind != JsonKind.NULL) {
        complain("cache", kind, "an object or null");
      }
      return;
    }
    cursor.enterObject();
    int key = cursor.nextKey(KEYS);
    for (; key != JsonCursor.END; key = cursor.nextKey(KEYS)) {
      JsonKind value = cursor.skip();
      if (key != JsonCursor.OTHER && value != JsonKind.NULL) {
        take(key, value);
      }
    }
  }

  /** What it said. */
  CacheWish wish() {
    return new CacheWish(
        flags[NO_CACHE], flags[NO_STORE], flags[USE_CACHE], keepFor, oldest, namespace, paced);
  }

  /** The first thing that is wrong, or null. */
  @Nullable Malformed complaint() {
    return complaint;
  }

  private void take(int key, JsonKind kind) {
    String name = "cache." + NAMES[key];
    switch (key) {
      case NO_CACHE, NO_STORE, USE_CACHE -> {
        flags[key] = kind == JsonKind.TRUE;
        if (kind != JsonKind.TRUE && kind != JsonKind.FALSE) {
          complain(name, kind, A_FLAG);
        }
      }
      case TTL -> keepFor = seconds(name, kind);
      case NAMESPACE -> {
        if (kind == JsonKind.STRING && cursor.position() - cursor.start() <= LONGEST_NAME + 2) {
          namespace = JsonText.decoded(body, cursor.start(), cursor.position());
        } else {
          complain(name, kind, A_NAME);
        }
      }
      case REPLAY -> paced = paced(name, kind);
      default -> oldest = seconds(name, kind);
    }
  }

  private @Nullable Boolean paced(String name, JsonKind kind) {
    String word =
        kind == JsonKind.STRING ? JsonText.decoded(body, cursor.start(), cursor.position()) : "";
    return switch (word) {
      case "paced" -> true;
      case "at_once" -> false;
      default -> {
        complain(name, kind, A_REPLAY);
        yield null;
      }
    };
  }

  private @Nullable Duration seconds(String name, JsonKind kind) {
    int from = cursor.start();
    int to = cursor.position();
    long seconds = kind == JsonKind.NUMBER ? JsonText.count(body, from, to) : 0;
    boolean zero = to - from == 1 && body[from] == '0';
    if (seconds > LONGEST_SECONDS || (seconds == 0 && !zero)) {
      complain(name, kind, A_TIME);
      return null;
    }
    return Duration.ofSeconds(seconds);
  }

  private void complain(String name, JsonKind kind, String rule) {
    if (complaint == null) {
      String shown = Complaints.shown(kind, body, cursor.start(), cursor.position());
      complaint = Complaints.type(name, "cache", shown, rule);
    }
  }
}
