package lab.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import lab.contract.ModelName;
import org.jspecify.annotations.Nullable;

/** Reads a provider's list of models: names, or maps with a name. */
final class ModelsReader {
  private ModelsReader() {}

  static List<ModelEntry> read(YamlMap provider) {
    Map<ModelName, ModelEntry> models = new LinkedHashMap<>();
    Prices prices = Prices.read(provider);
    for (YamlValue item : provider.items("models")) {
      ModelEntry model = item.isMap() ? described(item) : named(item);
      if (model != null && models.putIfAbsent(model.name(), model) != null) {
        item.warning("lists " + model.name() + " a second time; the first entry counts");
      }
    }
    prices.tellOfUnlisted(provider, models.keySet());
    return models.values().stream().map(model -> model.orPriced(prices.of(model.name()))).toList();
  }

  private static @Nullable ModelEntry named(YamlValue item) {
    String name = item.text();
    return name == null
        ? null
        : new ModelEntry(new ModelName(name), null, null, null, TimeLimits.UNSAID, item.at());
  }

  private static @Nullable ModelEntry described(YamlValue item) {
    YamlMap model = item.map();
    if (model == null) {
      return null;
    }
    model.knownAs(Section.MODEL);
    String name = model.neededText("name");
    String specialty = model.text("specialty");
    ModelEntry entry =
        new ModelEntry(
            new ModelName(name == null ? "?" : name),
            size(model),
            model.whole("context_length", 1, Integer.MAX_VALUE),
            specialty == null ? null : normal(specialty),
            TimeReader.limits(model),
            model.at());
    return name == null ? null : entry;
  }

  private static @Nullable Double size(YamlMap model) {
    YamlValue value = model.value("size");
    String written = value == null ? null : value.written();
    Double size = written == null ? null : Quantities.parameters(written);
    if (value != null && written != null && size == null) {
      value.warning("is " + value.shown() + ", no size like 7B, 500M or 1T; it counts as unknown");
    }
    return size;
  }

  private static String normal(String specialty) {
    return specialty.toLowerCase(Locale.ROOT).replace('-', '_').replace(' ', '_');
  }
}
