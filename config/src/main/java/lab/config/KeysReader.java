package lab.config;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the keys of clients out of {@code keys.yaml}. */
final class KeysReader {

  private final YamlMap file;

  /** Who has a hash; a key of two names would be of nobody. */
  private final Map<KeyHash, String> known = new HashMap<>();

  KeysReader(YamlMap file) {
    this.file = file;
  }

  List<ClientKey> read() {
    file.knownAs(Section.KEYS_FILE);
    List<ClientKey> keys = new ArrayList<>();
    file.map("keys")
        .maps()
        .forEach(
            (alias, key) -> {
              KeyHash hash = hash(alias, key.knownAs(Section.KEY));
              if (hash != null && isPlain(alias, key)) {
                keys.add(key(alias, hash, key));
              }
            });
    return keys;
  }

  private static ClientKey key(String alias, KeyHash hash, YamlMap key) {
    Integer priority = key.whole("priority", 0, ClientKey.Limits.HIGHEST_PRIORITY);
    return new ClientKey(
        alias,
        hash,
        texts(key, "models"),
        texts(key, "capabilities"),
        new ClientKey.Limits(
            key.whole("rpm", 1, Integer.MAX_VALUE),
            key.whole("tpm", 1, Integer.MAX_VALUE),
            key.whole("max_parallel_requests", 1, Integer.MAX_VALUE),
            key.dollars("budget_per_day"),
            key.dollars("budget_per_month"),
            priority == null ? ClientKey.Limits.USUAL_PRIORITY : priority),
        metadata(key),
        texts(key, "tags"),
        key.flag("disabled", false),
        expires(key));
  }

  private @Nullable KeyHash hash(String alias, YamlMap key) {
    // Never shown in a message: somebody may have written the key itself.
    // As it is written: some hashes look like numbers.
    YamlValue value = key.value("sha256");
    String said = value == null ? null : value.written();
    if (said == null) {
      key.error("sha256", "is missing");
      return null;
    }
    String hex = said.toLowerCase(Locale.ROOT);
    if (!KeyHash.isOne(hex)) {
      key.error(
          "sha256",
          "must be the SHA-256 of the key, 64 hexadecimal digits, never the key itself;"
              + " ./lab keys new makes both");
      return null;
    }
    KeyHash hash = new KeyHash(hex);
    String other = known.putIfAbsent(hash, alias);
    if (other != null) {
      key.error("sha256", "is that of " + other + " too; each name has a key of its own");
      return null;
    }
    return hash;
  }

  private static boolean isPlain(String alias, YamlMap key) {
    boolean plain =
        !alias.isEmpty() && alias.length() <= 64 && alias.chars().allMatch(c -> c > ' ' && c < 127);
    if (!plain) {
      key.source()
          .findings()
          .error(
              key.at(), "a key's name must have 1 to 64 printable ASCII characters and no blanks");
    }
    return plain;
  }

  private static List<String> texts(YamlMap map, String key) {
    List<String> texts = new ArrayList<>();
    for (YamlValue item : map.items(key)) {
      String text = item.text();
      if (text != null) {
        texts.add(text);
      }
    }
    return texts;
  }

  private static Map<String, Object> metadata(YamlMap key) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    key.map("metadata")
        .values()
        .forEach(
            (name, value) -> {
              if (!value.isNull()) {
                metadata.put(name, value.plain());
              }
            });
    return metadata;
  }

  private static @Nullable Instant expires(YamlMap key) {
    YamlValue value = key.value("expires");
    String text = value == null ? null : value.written();
    if (value == null || text == null) {
      return null;
    }
    try {
      return text.contains("T")
          ? Instant.parse(text)
          : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeException wrong) {
      value.error(
          "is %s; it must be a day like 2027-01-31, which is over for the key when it begins in"
                  .formatted(value.shown())
              + " UTC, or a time like 2027-01-31T12:00:00Z");
      return null;
    }
  }
}
