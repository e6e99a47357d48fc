package lab.config;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads how much of a name's traffic an entry of a {@code model_list} takes. */
final class PortionReader {
  private static final int MOST = 1_000_000_000;

  private PortionReader() {}

  /**
   * What {@code litellm_params} say.
   *
   * @param parallel {@code default_max_parallel_requests}, or null
   */
  static ExactMatch.Portion read(YamlMap parameters, @Nullable Integer parallel) {
    YamlValue weight = parameters.value("weight");
    Integer order = parameters.whole("order", 1, MOST);
    Integer own = parameters.whole("max_parallel_requests", 1, MOST);
    List<String> tags = new ArrayList<>();
    for (YamlValue item : parameters.items("tags")) {
      String tag = item.text();
      if (tag != null) {
        tags.add(tag);
      }
    }
    return new ExactMatch.Portion(
        weight == null ? null : weight.number(0, MOST),
        parameters.whole("rpm", 0, MOST),
        parameters.whole("tpm", 0, MOST),
        order == null ? 1 : order,
        own == null ? parallel : own,
        tags);
  }
}
