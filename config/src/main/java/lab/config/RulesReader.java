package lab.config;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lab.config.DefaultRules.SizeRule;
import lab.contract.ModelName;
import lab.contract.ProviderName;
import lab.contract.SourceRef;
import org.jspecify.annotations.Nullable;

/** Reads {@code routing_rules}. */
final class RulesReader {
  private static final Pattern ONE_SIDED = Pattern.compile("(<=|>=|<|>)\\s*(\\S+)");
  private static final Pattern RANGE = Pattern.compile("(\\S+?)\\s*-\\s*(\\S+)");

  private final References references;

  RulesReader(References references) {
    this.references = references;
  }

  DefaultRules read(YamlMap file) {
    YamlMap rules = file.map("routing_rules").knownAs(Section.ROUTING_RULES);
    String provider = references.provider(rules, "default_provider");
    String model = references.likelyModel(rules, "default_model");
    return new DefaultRules(
        provider == null ? null : new ProviderName(provider),
        references.anyone(rules, "default_fallback"),
        model == null ? null : new ModelName(model),
        sizeRules(rules),
        file.has("routing_rules") ? rules.at() : SourceRef.BUILT_IN);
  }

  private List<SizeRule> sizeRules(YamlMap rules) {
    List<SizeRule> bySize = new ArrayList<>();
    for (YamlValue item : rules.items("model_size_routing")) {
      YamlMap map = item.map();
      SizeRule rule = map == null ? null : sizeRule(map.knownAs(Section.SIZE_RULE));
      if (map != null && rule != null) {
        tellIfCovered(bySize, rule, map);
        bySize.add(rule);
      }
    }
    return bySize;
  }

  private static void tellIfCovered(List<SizeRule> earlier, SizeRule rule, YamlMap map) {
    if (SizeCover.covers(earlier, rule)) {
      String one =
          earlier.stream()
              .filter(each -> SizeCover.covers(List.of(each), rule))
              .findFirst()
              .map(each -> each.at() + " covers all of it")
              .orElse("the rules before it cover all of it");
      map.warning("size", "can never be reached: " + one);
    }
  }

  private @Nullable SizeRule sizeRule(YamlMap map) {
    String provider = references.neededProvider(map);
    String fallback = references.anyone(map, "fallback");
    String size = map.neededText("size");
    if (provider == null || size == null) {
      return null;
    }
    SizeRule rule = parse(size, new ProviderName(provider), fallback, map.at());
    if (rule == null) {
      map.error(
          "size", "is \"" + size + "\"; it must be like \"< 8B\", \">= 70B\" or \"8B - 13B\"");
    }
    return rule;
  }

  private static @Nullable SizeRule parse(
      String size, ProviderName provider, @Nullable String fallback, SourceRef at) {
    Matcher oneSided = ONE_SIDED.matcher(size);
    if (oneSided.matches()) {
      Double bound = Quantities.parameters(oneSided.group(2));
      if (bound == null) {
        return null;
      }
      boolean inclusive = oneSided.group(1).endsWith("=");
      return oneSided.group(1).startsWith("<")
          ? new SizeRule(0, false, bound, inclusive, provider, fallback, at)
          : new SizeRule(bound, inclusive, Double.POSITIVE_INFINITY, false, provider, fallback, at);
    }
    Matcher range = RANGE.matcher(size);
    Double from = Quantities.parameters(range.matches() ? range.group(1) : size);
    Double to = Quantities.parameters(range.matches() ? range.group(2) : size);
    return from == null || to == null || from > to
        ? null
        : new SizeRule(from, true, to, true, provider, fallback, at);
  }
}
