package lab.config;

import lab.config.condition.Condition;
import lab.config.condition.ConditionParser;
import lab.config.condition.Parsing;
import org.jspecify.annotations.Nullable;

/** Reads the conditions of entries; what is wrong is told with its place inside the text. */
final class ConditionReader {
  private ConditionReader() {}

  /** The condition of an entry; null where it has none, or one that is wrong. */
  static @Nullable Condition read(YamlMap entry) {
    YamlValue value = entry.value("condition");
    String text = value == null ? null : value.written();
    return value == null || text == null ? null : parse(value, text);
  }

  private static @Nullable Condition parse(YamlValue value, String text) {
    Parsing parsing =
        ConditionParser.parse(text, word -> Nearest.hint(word, ConditionParser.WORDS));
    return switch (parsing) {
      case Parsing.Parsed parsed -> parsed.condition();
      case Parsing.Refused refused -> {
        value.errorInside(text, refused.offset(), refused.because());
        yield null;
      }
    };
  }
}
