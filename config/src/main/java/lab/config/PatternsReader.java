package lab.config;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.List;
import lab.contract.ProviderName;
import org.jspecify.annotations.Nullable;

/** Reads {@code patterns}. */
final class PatternsReader {
  private static final int LONGEST = 1_000;

  private final References references;
  private final PatternShadows shadows = new PatternShadows();

  PatternsReader(References references) {
    this.references = references;
  }

  List<PatternRule> read(YamlMap file) {
    List<PatternRule> rules = new ArrayList<>();
    for (YamlValue item : file.items("patterns")) {
      YamlMap map = item.map();
      PatternRule rule = map == null ? null : rule(map.knownAs(Section.PATTERN));
      if (rule != null) {
        rules.add(rule);
      }
    }
    return rules;
  }

  private @Nullable PatternRule rule(YamlMap map) {
    String provider = references.neededProvider(map);
    String fallback = references.anyone(map, "fallback");
    if (!map.has("pattern")) {
      map.error("pattern", "is missing");
    }
    YamlValue value = map.value("pattern");
    Pattern pattern = value == null ? null : compile(value);
    if (pattern == null || provider == null) {
      return null;
    }
    tellIfShadowed(pattern.pattern(), map);
    return new PatternRule(pattern, new ProviderName(provider), fallback, map.at());
  }

  private static @Nullable Pattern compile(YamlValue value) {
    String text = value.text();
    if (text == null) {
      return null;
    }
    if (text.length() > LONGEST) {
      value.error("must be at most " + LONGEST + " characters long");
      return null;
    }
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException bad) {
      value.error(
          "is "
              + value.shown()
              + ", which can not be used: "
              + bad.getDescription()
              + (bad.getPattern().equals(text) ? "" : ": " + bad.getPattern())
              + " (RE2 syntax: linear time, no look-around, no back-references)");
      return null;
    }
  }

  private void tellIfShadowed(String pattern, YamlMap map) {
    String reason = shadows.add(pattern, map.at());
    if (reason != null) {
      map.warning("pattern", "can never be reached: " + reason);
    }
  }
}
