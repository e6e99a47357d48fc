package lab.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lab.config.condition.Condition;
import lab.contract.ProviderName;

/** Reads {@code routing_rules.request_metadata_routing}. */
final class MetadataRulesReader {
  private final References references;

  MetadataRulesReader(References references) {
    this.references = references;
  }

  List<MetadataRule> read(YamlMap file) {
    List<MetadataRule> rules = new ArrayList<>();
    YamlMap all = file.map("routing_rules").map("request_metadata_routing");
    for (Map.Entry<String, YamlMap> each : all.maps().entrySet()) {
      YamlMap map = each.getValue().knownAs(Section.METADATA_RULE);
      String provider = references.neededProvider(map);
      if (!map.has("condition")) {
        map.error("condition", "is missing");
      }
      Condition condition = ConditionReader.read(map);
      if (provider != null && condition != null) {
        rules.add(new MetadataRule(each.getKey(), new ProviderName(provider), condition, map.at()));
      }
    }
    return rules;
  }
}
