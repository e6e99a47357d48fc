package lab.gateway.cache;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import lab.config.Configuration;
import lab.config.RoutingDigest;
import lab.config.condition.Fact;
import lab.contract.RequestFacts;
import lab.contract.RouteQuery;
import lab.dialect.InferenceCall;
import lab.dialect.json.Canonical;
import lab.dialect.openai.RequestMeaning;

/** What makes two requests the same question, as one text. Any thread. */
final class CacheKeys {
  /** Of the way keys are made: another way must not find what this one kept. */
  private static final String VERSION = "lab-1";

  private final String routing;
  private final Set<Fact> factsRead;

  private CacheKeys(String routing, Set<Fact> factsRead) {
    this.routing = routing;
    this.factsRead = Set.copyOf(factsRead);
  }

  static CacheKeys of(Configuration configuration) {
    return new CacheKeys(RoutingDigest.of(configuration), configuration.choices().factsRead());
  }

  /**
   * The key of a request's answer: a SHA-256 in hexadecimal, behind the namespace where there is
   * one.
   *
   * @param query what the router is asked for it
   * @param namespace a space of answers, or empty
   */
  String of(RouteQuery query, InferenceCall call, String namespace) {
    MessageDigest digest = Canonical.sha256();
    Canonical.update(digest, VERSION);
    Canonical.update(digest, routing);
    Canonical.update(digest, namespace);
    Canonical.update(digest, query.operation().label());
    Canonical.update(digest, String.valueOf(query.model()));
    Canonical.update(digest, String.valueOf(query.capability()));
    addFacts(digest, query);
    digest.update(RequestMeaning.digest(call));
    String hash = HexFormat.of().formatHex(digest.digest());
    return namespace.isEmpty() ? hash : namespace + ":" + hash;
  }

  /** Facts that rules read and that the rest of the key does not say. */
  private void addFacts(MessageDigest digest, RouteQuery query) {
    RequestFacts facts = query.facts();
    add(digest, facts.headers());
    add(digest, facts.metadata());
    Canonical.update(digest, facts.tags().toString());
    Canonical.update(digest, factsRead.contains(Fact.USER) ? String.valueOf(facts.user()) : "");
    Canonical.update(digest, factsRead.contains(Fact.STREAM) ? "" + query.streamed() : "");
  }

  private static void add(MessageDigest digest, Map<String, String> values) {
    Canonical.update(digest, Integer.toString(values.size()));
    new TreeMap<>(values)
        .forEach(
            (name, value) -> {
              Canonical.update(digest, name);
              Canonical.update(digest, value);
            });
  }
}
