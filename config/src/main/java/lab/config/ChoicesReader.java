package lab.config;

import java.util.List;
import java.util.Map;

/** Puts together what chooses among several, out of the mappings and the node's settings. */
final class ChoicesReader {
  private ChoicesReader() {}

  static Choices read(Mappings mappings, YamlMap mappingsFile, YamlMap gatewayFile) {
    YamlMap router = gatewayFile.map("router_settings");
    return new Choices(
        mappings.capabilities(),
        mappings.balancing(),
        mappings.metadataRules(),
        new SpecialCasesReader(mappingsFile, gatewayFile).read(),
        mappings.strategies().choosing(router, "routing_strategy", Choosing.DEFAULT),
        router.flag("enable_pre_call_checks", true),
        Choices.TagMatching.OFF,
        Map.of(),
        Map.of(),
        List.of());
  }
}
