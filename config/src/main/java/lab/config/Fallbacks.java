package lab.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** LiteLLM's lists of fallbacks in a file that is being rewritten. */
final class Fallbacks {
  private static final List<String> PLACES = List.of("litellm_settings", "router_settings");

  private static final Set<String> LISTS = Set.of("fallbacks", "default_fallbacks");

  private Fallbacks() {}

  /** Takes out all of them. */
  static void dropAll(Map<String, @Nullable Object> place) {
    place.keySet().removeAll(LISTS);
    for (String name : PLACES) {
      if (place.containsKey(name)) {
        Map<String, @Nullable Object> settings = YamlTree.map(place.get(name));
        settings.keySet().removeAll(LISTS);
        place.put(name, settings);
      }
    }
  }

  /** Takes out the chains of names; {@code default} is the one for all others. */
  static void drop(Map<String, @Nullable Object> gateway, Set<String> names) {
    boolean unused = dropHere(gateway, names);
    for (String place : PLACES) {
      Map<String, @Nullable Object> settings = YamlTree.map(gateway.get(place));
      if (dropHere(settings, names)) {
        gateway.put(place, settings);
      }
    }
  }

  private static boolean dropHere(Map<String, @Nullable Object> place, Set<String> names) {
    boolean changed = names.contains("default") && place.containsKey("default_fallbacks");
    if (changed) {
      Object unused = place.remove("default_fallbacks");
    }
    List<@Nullable Object> kept = new ArrayList<>();
    List<@Nullable Object> all = YamlTree.list(place.remove("fallbacks"));
    for (Object each : all) {
      Map<String, @Nullable Object> chains = YamlTree.map(each);
      chains.keySet().removeIf(name -> names.contains(name.equals("*") ? "default" : name));
      if (!chains.isEmpty()) {
        kept.add(chains);
      }
    }
    YamlTree.putFilled(place, "fallbacks", kept);
    return changed || !all.isEmpty();
  }
}
