package lab.gateway.upstream;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import lab.contract.ProviderName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says once per provider and field that the provider's format has no place for something that a
 * client sent. Names only, never values.
 */
final class LostFields {
  private static final Logger LOG = LoggerFactory.getLogger(LostFields.class);

  /** A client may invent names without end; the log need not follow. */
  private static final int MOST = 1_000;

  private final Set<String> said = new HashSet<>();

  void note(ProviderName provider, List<String> fields) {
    for (String field : fields) {
      if (said.size() < MOST && said.add(provider + "/" + field)) {
        LOG.atWarn()
            .addKeyValue("provider", provider)
            .addKeyValue("field", field.replaceAll("\\p{Cntrl}", "?"))
            .log("this provider has no such request field; it is left out from now on");
      }
    }
  }
}
