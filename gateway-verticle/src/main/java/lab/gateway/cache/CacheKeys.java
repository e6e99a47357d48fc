package lab.gateway.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import lab.config.Configuration;
import lab.config.DecidingRules;
import lab.config.condition.Fact;
import lab.contract.ModelName;
import lab.contract.RequestFacts;
import lab.contract.RouteQuery;
import lab.dialect.InferenceCall;
import lab.dialect.json.Canonical;
import lab.dialect.openai.RequestMeaning;
import org.jspecify.annotations.Nullable;

/** What makes two requests the same question, as one text. Any thread. */
final class CacheKeys {
  /** Of the way keys are made: another way must not find what this one kept. */
  private static final String VERSION = "lab-2";

  /** Names whose rules are known; clients may think of any number of names. */
  private static final int MOST_NAMES = 10_000;

  /** Characters of a name that is worth to be remembered. */
  private static final int LONGEST_NAME = 200;

  private final Configuration configuration;
  private final Cache<Asked, DecidingRules> known =
      Caffeine.newBuilder().maximumSize(MOST_NAMES).executor(Runnable::run).build();

  /** What of a request finds its rules. */
  private record Asked(
      @Nullable ModelName model, @Nullable String capability, List<ModelName> fallbacks) {
    boolean isUsual() {
      return fallbacks.isEmpty()
          && (model == null || model.value().length() <= LONGEST_NAME)
          && (capability == null || capability.length() <= LONGEST_NAME);
    }

    DecidingRules rules(Configuration configuration) {
      return DecidingRules.of(configuration, model, capability, fallbacks);
    }
  }

  CacheKeys(Configuration configuration) {
    this.configuration = configuration;
  }

  /**
   * The key of a request's answer: a SHA-256 in hexadecimal, behind the namespace where there is
   * one.
   *
   * @param query what the router is asked for it
   * @param tenant whose answers are kept together
   * @param namespace a space of answers, or empty
   */
  String of(RouteQuery query, InferenceCall call, String tenant, String namespace) {
    DecidingRules rules = rules(query);
    MessageDigest digest = Canonical.sha256();
    Canonical.update(digest, VERSION);
    Canonical.update(digest, rules.digest());
    Canonical.update(digest, tenant);
    Canonical.update(digest, namespace);
    Canonical.update(digest, query.operation().label());
    Canonical.update(digest, String.valueOf(query.model()));
    Canonical.update(digest, String.valueOf(query.capability()));
    addFacts(digest, rules, query);
    digest.update(RequestMeaning.digest(call));
    String hash = HexFormat.of().formatHex(digest.digest());
    return namespace.isEmpty() ? hash : namespace + ":" + hash;
  }

  private DecidingRules rules(RouteQuery query) {
    Asked asked = new Asked(query.model(), query.capability(), query.fallbacks());
    return asked.isUsual()
        ? known.get(asked, missing -> missing.rules(configuration))
        : asked.rules(configuration);
  }

  /** Facts that the rules read and that the rest of the key does not say. */
  private static void addFacts(MessageDigest digest, DecidingRules rules, RouteQuery query) {
    RequestFacts facts = query.facts();
    Set<Fact> read = rules.facts();
    add(digest, rules.headers(), facts.headers());
    add(digest, rules.metadata(), facts.metadata());
    Canonical.update(digest, rules.readTags() ? facts.tags().toString() : "");
    Canonical.update(digest, read.contains(Fact.USER) ? String.valueOf(facts.user()) : "");
    Canonical.update(digest, read.contains(Fact.STREAM) ? "" + query.streamed() : "");
  }

  private static void add(MessageDigest digest, Set<String> read, Map<String, String> values) {
    TreeMap<String, String> counting = new TreeMap<>(values);
    counting.keySet().retainAll(read);
    Canonical.update(digest, Integer.toString(counting.size()));
    counting.forEach(
        (name, value) -> {
          Canonical.update(digest, name);
          Canonical.update(digest, value);
        });
  }
}
