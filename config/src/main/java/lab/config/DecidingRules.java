package lab.config;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import lab.config.condition.Condition;
import lab.config.condition.Fact;
import lab.contract.ModelName;
import org.jspecify.annotations.Nullable;

/**
 * That part of a configuration that may decide who serves a request, so that two configurations
 * with the same part for a name serve it alike. Of rules for other names nothing is in it, and
 * neither are times, limits, prices, addresses, keys and the places of rules in their files.
 *
 * @param digest of the rules, in hexadecimal; the same in every node that has them
 * @param facts that they read
 * @param headers that they read, in lower case
 * @param metadata keys that they read
 * @param readTags whether tags choose
 */
public record DecidingRules(
    String digest, Set<Fact> facts, Set<String> headers, Set<String> metadata, boolean readTags) {
  public DecidingRules {
    facts = Set.copyOf(facts);
    headers = Set.copyOf(headers);
    metadata = Set.copyOf(metadata);
  }

  /**
   * The rules for one request. Goes through the patterns one by one: who asks often keeps it.
   *
   * @param model the name that it asks for, or null
   * @param capability what it asks for beside it, or null
   * @param fallbacks its own ones
   */
  public static DecidingRules of(
      Configuration configuration,
      @Nullable ModelName model,
      @Nullable String capability,
      List<ModelName> fallbacks) {
    RuleWalk walk = new RuleWalk(configuration);
    walk.request(model, capability, fallbacks);
    Set<Fact> facts = new HashSet<>();
    Set<String> headers = new HashSet<>();
    Set<String> metadata = new HashSet<>();
    for (Condition condition : walk.conditions()) {
      facts.addAll(condition.facts());
      headers.addAll(condition.headers());
      metadata.addAll(condition.metadata());
    }
    if (facts.contains(Fact.BATCH_MODE)) {
      headers.add("x-batch");
      metadata.add("batch");
    }
    if (facts.contains(Fact.QUALITY_TIER)) {
      headers.add("x-quality-tier");
      metadata.add("quality_tier");
    }
    boolean readTags = configuration.choices().tags() != Choices.TagMatching.OFF;
    return new DecidingRules(walk.digest(), facts, headers, metadata, readTags);
  }
}
