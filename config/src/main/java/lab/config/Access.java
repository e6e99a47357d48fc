package lab.config;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may call a node.
 *
 * @param masterKey of those who run it, or null where there is none
 * @param keys of its clients, as {@code keys.yaml} has them
 * @param metricsNeedKey whether {@code /metrics} is for callers with a key only (default false)
 * @param allowedHosts names, in lower case, by which a node without keys may be asked beside local
 *     ones
 * @param trustedProxies whose word for a client's address counts (default nobody's)
 * @param proxyProtocol whether they begin each connection with a PROXY header (default false)
 */
public record Access(
    @Nullable KeyHash masterKey,
    List<ClientKey> keys,
    boolean metricsNeedKey,
    Set<String> allowedHosts,
    List<Network> trustedProxies,
    boolean proxyProtocol) {
  /** What holds where no file says anything: no key is needed. */
  public static final Access OPEN = new Access(null, List.of(), false, Set.of(), List.of(), false);

  public Access {
    keys = List.copyOf(keys);
    allowedHosts = Set.copyOf(allowedHosts);
    trustedProxies = List.copyOf(trustedProxies);
  }

  /** Whether callers need a key. */
  public boolean needsKey() {
    return masterKey != null || !keys.isEmpty();
  }
}
