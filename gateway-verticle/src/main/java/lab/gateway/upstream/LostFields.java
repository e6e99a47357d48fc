package lab.gateway.upstream;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import lab.contract.ProviderName;
import lab.dialect.openai.FamiliarFields;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says once per provider and field that the provider's format has no place for something that a
 * client sent. Names only, never values. One for all event loops of a node.
 */
public final class LostFields {
  private static final Logger LOG = LoggerFactory.getLogger(LostFields.class);

  /**
   * A client may invent names without end: so many are named of each provider, and none of them
   * keeps a familiar one from being named.
   */
  static final int MOST_STRANGE = 20;

  /** Stands for all strange names that are not said any more. */
  static final String AND_MORE = "...";

  private final Set<String> said = ConcurrentHashMap.newKeySet();
  private final Map<ProviderName, AtomicInteger> strange = new ConcurrentHashMap<>();

  void note(ProviderName provider, List<String> fields) {
    for (String field : unsaid(provider, fields)) {
      LOG.atWarn()
          .addKeyValue("provider", provider)
          .addKeyValue("field", field.replaceAll("\\p{Cntrl}", "?"))
          .log("a request field that this provider or its model does not know was left out");
    }
  }

  /** Those that are to be named now, and are not named again. */
  List<String> unsaid(ProviderName provider, List<String> fields) {
    if (fields.isEmpty()) {
      return List.of();
    }
    List<String> unsaid = new ArrayList<>();
    for (String field : fields) {
      String key = provider + "/" + field;
      if (!said.contains(key)) {
        if (FamiliarFields.contains(field)) {
          name(key, field, unsaid);
        } else {
          nameStrange(provider, key, field, unsaid);
        }
      }
    }
    return unsaid;
  }

  private void nameStrange(ProviderName provider, String key, String field, List<String> unsaid) {
    AtomicInteger count = strange.computeIfAbsent(provider, first -> new AtomicInteger());
    int nth = count.get() > MOST_STRANGE ? Integer.MAX_VALUE : count.incrementAndGet();
    if (nth <= MOST_STRANGE) {
      name(key, field, unsaid);
    } else if (nth == MOST_STRANGE + 1) {
      unsaid.add(AND_MORE);
    }
  }

  private void name(String key, String field, List<String> unsaid) {
    if (said.add(key)) {
      unsaid.add(field);
    }
  }
}
