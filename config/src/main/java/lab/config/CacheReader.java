package lab.config;

import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import lab.contract.ModelName;
import lab.contract.Operation;

/** Reads which answers are kept out of {@code litellm_settings}. */
final class CacheReader {
  private static final long LEAST_BYTES = 1_024;
  private static final long MOST_BYTES = 1L << 40;
  private static final long MOST_ENTRY = 16L * 1_024 * 1_024;
  private static final Set<String> TYPES = Set.of("local", "redis");
  private static final Set<String> MODES = Set.of("default_on", "default_off");
  private static final Set<String> REPLAYS = Set.of("at_once", "paced");

  /** LiteLLM's words for calls; both of its words for one mean the same here. */
  private static final Map<String, Operation> CALLS =
      Map.of(
          "completion", Operation.CHAT,
          "acompletion", Operation.CHAT,
          "text_completion", Operation.COMPLETION,
          "atext_completion", Operation.COMPLETION,
          "embedding", Operation.EMBEDDING,
          "aembedding", Operation.EMBEDDING);

  /** LiteLLM's words for calls of which nothing is kept here. */
  private static final Set<String> OTHER_CALLS =
      Set.of(
          "transcription",
          "atranscription",
          "rerank",
          "arerank",
          "responses",
          "aresponses",
          "anthropic_messages");

  private final YamlMap litellm;
  private final YamlMap params;

  CacheReader(YamlMap litellm) {
    this.litellm = litellm;
    this.params = litellm.map("cache_params").knownAs(Section.CACHE_PARAMS);
  }

  CacheSettings read() {
    CacheSettings otherwise = CacheSettings.OFF;
    boolean redis = word("type", TYPES, "local").equals("redis");
    Long maxBytes = params.bytes("max_size", LEAST_BYTES, MOST_BYTES, "from 1 KiB to 1 TiB");
    Long maxEntry = params.bytes("max_entry_size", LEAST_BYTES, MOST_ENTRY, "from 1 KiB to 16 MiB");
    String namespace = params.text("namespace");
    RedisPlace place = redis ? RedisReader.read(params) : null;
    return new CacheSettings(
        litellm.flag("cache", otherwise.on()),
        params.flag("near", !redis),
        place,
        operations(otherwise.operations()),
        models(),
        word("mode", MODES, "default_on").equals("default_off"),
        namespace == null ? otherwise.namespace() : namespace,
        params.flag("shared", otherwise.shared()),
        word("replay", REPLAYS, "at_once").equals("paced"),
        time("ttl", otherwise.ttl()),
        maxBytes == null ? otherwise.maxBytes() : maxBytes,
        maxEntry == null ? otherwise.maxEntrySize() : maxEntry.intValue(),
        singleFlight(otherwise.singleFlight()),
        time("single_flight_timeout", otherwise.singleFlightTimeout()),
        time("single_flight_claim_timeout", otherwise.claimTimeout()),
        time("single_flight_peer_timeout", otherwise.peerTimeout()));
  }

  private SingleFlight singleFlight(SingleFlight otherwise) {
    String key = "single_flight";
    YamlValue value = params.value(key);
    if (value == null || value.isText()) {
      String word = word(key, SingleFlight.WORDS.keySet(), "");
      return SingleFlight.WORDS.getOrDefault(word, otherwise);
    }
    return params.flag(key, true) ? SingleFlight.CLUSTER : SingleFlight.OFF;
  }

  private Duration time(String key, Duration otherwise) {
    Duration said = params.duration(key);
    return said == null ? otherwise : said;
  }

  private String word(String key, Set<String> words, String otherwise) {
    YamlValue value = params.value(key);
    String word = value == null ? null : value.text();
    if (value == null || word == null || words.contains(word)) {
      return word == null ? otherwise : word;
    }
    value.error(
        "is "
            + value.shown()
            + "; it must be one of "
            + words.stream().sorted().toList()
            + Nearest.hint(word, words));
    return otherwise;
  }

  private Set<Operation> operations(Set<Operation> otherwise) {
    if (!params.has("supported_call_types")) {
      return otherwise;
    }
    Set<Operation> operations = EnumSet.noneOf(Operation.class);
    for (YamlValue item : params.items("supported_call_types")) {
      String call = item.text();
      Operation operation = call == null ? null : CALLS.get(call);
      if (operation != null) {
        operations.add(operation);
      } else if (call != null && !OTHER_CALLS.contains(call)) {
        item.error("is " + item.shown() + ", no kind of call" + Nearest.hint(call, CALLS.keySet()));
      }
    }
    return operations;
  }

  private Map<ModelName, Boolean> models() {
    Map<ModelName, Boolean> models = new HashMap<>();
    params
        .map("models")
        .values()
        .forEach(
            (name, value) -> {
              Boolean kept = value.isNull() ? null : value.flag();
              if (kept != null && !name.isEmpty()) {
                models.put(new ModelName(name), kept);
              }
            });
    return models;
  }
}
