package lab.gateway.cache;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import lab.config.Configuration;
import lab.config.DecidingRules;
import lab.config.condition.Fact;
import lab.contract.ModelName;
import lab.contract.Operation;
import lab.contract.RequestFacts;
import lab.contract.RouteQuery;
import lab.dialect.InferenceCall;
import lab.dialect.json.Canonical;
import lab.dialect.openai.RequestMeaning;
import lab.gateway.call.Exchange;
import org.jspecify.annotations.Nullable;

/** What makes two requests the same question, as one text. Any thread. */
final class CacheKeys {
  /** Of the way keys are made: another way must not find what this one kept. */
  private static final String VERSION = "lab-6";

  /** Names whose rules are known; clients may think of any number of names. */
  private static final int MOST_NAMES = 10_000;

  /** Characters of a name that is worth to be remembered. */
  private static final int LONGEST_NAME = 200;

  private final Configuration configuration;
  private final boolean shared;
  private final ConcurrentMap<Asked, Known> known = new ConcurrentHashMap<>();
  private final Repeats repeats = new Repeats();

  /** What of a request finds its rules. */
  private record Asked(
      Operation operation,
      @Nullable ModelName model,
      @Nullable String capability,
      List<ModelName> fallbacks) {
    boolean isUsual() {
      return fallbacks.isEmpty()
          && (model == null || model.value().length() <= LONGEST_NAME)
          && (capability == null || capability.length() <= LONGEST_NAME);
    }

    Known known(Configuration configuration) {
      DecidingRules rules = DecidingRules.of(configuration, model, capability, fallbacks);
      Texts begin = new Texts();
      begin.add(VERSION);
      begin.add(rules.digest());
      begin.add(operation.label());
      begin.add(String.valueOf(model));
      begin.add(String.valueOf(capability));
      MessageDigest begun = Canonical.sha256();
      begin.into(begun);
      return new Known(rules, begun);
    }
  }

  /**
   * What all requests for a name have in common.
   *
   * @param begun a digest of what their keys are made of first; nobody adds to it
   */
  private record Known(DecidingRules rules, MessageDigest begun) {}

  /**
   * @param shared whether all callers share their answers
   */
  CacheKeys(Configuration configuration, boolean shared) {
    this.configuration = configuration;
    this.shared = shared;
  }

  /**
   * The key of a request's answer: a SHA-256 in hexadecimal, behind the namespace where there is
   * one.
   *
   * @param query what the router is asked for it
   * @param namespace a space of answers, or empty
   */
  String of(RouteQuery query, Exchange exchange, String namespace) {
    Known common = known(query);
    Texts own = new Texts();
    own.add(tenant(exchange));
    own.add(namespace);
    own.add(form(exchange));
    addFacts(own, common.rules, query);
    MessageDigest digest = Canonical.copy(common.begun);
    own.into(digest);
    RequestMeaning.into(digest, exchange.call());
    String hash = HexFormat.of().formatHex(digest.digest());
    return namespace.isEmpty() ? hash : namespace + ":" + hash;
  }

  /** The call of a request of which each byte came before; null where it has to be read. */
  @Nullable InferenceCall repeated(Exchange exchange, byte[] body) {
    return repeats.call(exchange.client(), exchange.caller().tenant(), body);
  }

  /** The same as {@link #of} where that is known already, else null. */
  @Nullable String repeated(RouteQuery query, Exchange exchange, String namespace) {
    InferenceCall call = exchange.call();
    String key = repeats.key(call, namespace);
    return key != null && isByBodyAlone(query, call) ? key : null;
  }

  /** A request was answered by what is kept under its key, and may come again. */
  void answered(RouteQuery query, Exchange exchange, String namespace, String key) {
    InferenceCall call = exchange.call();
    if (exchange.speaksOpenAi() && isByBodyAlone(query, call)) {
      repeats.answered(exchange.client(), exchange.caller().tenant(), call, namespace, key);
    }
  }

  /** Whether no header says anything that may be in the key. */
  private static boolean isByBodyAlone(RouteQuery query, InferenceCall call) {
    return query.facts().equals(call.facts())
        && Objects.equals(query.capability(), call.capability());
  }

  /** Forgets the requests that were answered. */
  void forgetRepeats() {
    repeats.clear();
  }

  /** Whose answers are kept together. */
  private String tenant(Exchange exchange) {
    return shared ? "" : exchange.caller().tenant();
  }

  /** Clients that do not speak as OpenAI's get answers of their like only, in the same form. */
  private static String form(Exchange exchange) {
    return exchange.speaksOpenAi()
        ? ""
        : exchange.request().path() + (exchange.call().streamed() ? " streamed" : "");
  }

  private Known known(RouteQuery query) {
    Asked asked =
        new Asked(query.operation(), query.model(), query.capability(), query.fallbacks());
    Known found = known.get(asked);
    return found == null ? learned(asked) : found;
  }

  private Known learned(Asked asked) {
    Known learned = asked.known(configuration);
    if (asked.isUsual()) {
      if (known.size() >= MOST_NAMES) {
        // Those that are still asked for are soon there again.
        known.clear();
      }
      known.put(asked, learned);
    }
    return learned;
  }

  /** Facts that the rules read and that the rest of the key does not say. */
  private static void addFacts(Texts texts, DecidingRules rules, RouteQuery query) {
    RequestFacts facts = query.facts();
    Set<Fact> read = rules.facts();
    add(texts, rules.headers(), facts.headers());
    add(texts, rules.metadata(), facts.metadata());
    texts.add(rules.readTags() ? facts.tags().toString() : "");
    texts.add(read.contains(Fact.USER) ? String.valueOf(facts.user()) : "");
    texts.add(read.contains(Fact.STREAM) ? "" + query.streamed() : "");
  }

  private static void add(Texts texts, Set<String> read, Map<String, String> values) {
    Map<String, String> counting = read.isEmpty() ? Map.of() : counting(read, values);
    texts.add(Integer.toString(counting.size()));
    counting.forEach(
        (name, value) -> {
          texts.add(name);
          texts.add(value);
        });
  }

  private static Map<String, String> counting(Set<String> read, Map<String, String> values) {
    TreeMap<String, String> counting = new TreeMap<>(values);
    counting.keySet().retainAll(read);
    return counting;
  }
}
