package lab.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lab.config.Choosing.Preferred;
import lab.contract.ProviderName;
import org.jspecify.annotations.Nullable;

/** Reads {@code priority_order}: {@code ["vllm (13B+)", ollama]}. */
final class PriorityOrderReader {
  private static final Pattern ENTRY = Pattern.compile("([^()]+?)\\s*(?:\\(([^()]*)\\+\\s*\\))?");

  private final References references;
  private final Set<ProviderName> providers;

  PriorityOrderReader(References references, Set<ProviderName> providers) {
    this.references = references;
    this.providers = providers;
  }

  List<Preferred> read(YamlMap map) {
    List<Preferred> order = new ArrayList<>();
    for (YamlValue item : map.items("priority_order")) {
      String text = item.text();
      Preferred preferred = text == null ? null : preferred(item, text);
      if (preferred != null) {
        order.add(preferred);
      }
    }
    return order;
  }

  private @Nullable Preferred preferred(YamlValue item, String text) {
    Matcher parts = ENTRY.matcher(text);
    boolean fit = parts.matches();
    String size = fit ? parts.group(2) : null;
    Double least = size == null ? null : Quantities.parameters(size);
    if (!fit || (size != null && least == null)) {
      item.error(
          "is " + item.shown() + "; it must be a provider or a type, like vllm or vllm (13B+)");
      return null;
    }
    String who = parts.group(1).strip();
    ProviderType type = type(who);
    // A provider may bear the name of a type: then it is meant itself.
    if (type != null && !providers.contains(new ProviderName(who))) {
      return new Preferred(null, type, least);
    }
    references.provider(item, who);
    return new Preferred(new ProviderName(who), null, least);
  }

  private static @Nullable ProviderType type(String label) {
    for (ProviderType type : ProviderType.values()) {
      if (type.label().equals(label)) {
        return type;
      }
    }
    return null;
  }
}
