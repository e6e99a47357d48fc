package lab.health;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import lab.contract.ProbeReport;
import lab.contract.ProviderName;
import lab.contract.Role;

/**
 * Whether a node may be sent requests: every part that it was told to play is deployed. That no
 * provider answers does not make a node unready: another node would find the same.
 *
 * <p>Safe on every thread.
 */
public final class Readiness {
  private final Set<Role> awaited = ConcurrentHashMap.newKeySet();
  private final Map<ProviderName, ProbeReport> reports = new ConcurrentHashMap<>();

  /** Waits for these parts. */
  public Readiness(Set<Role> roles) {
    awaited.addAll(roles);
  }

  /** A part is deployed. */
  public void deployed(Role role) {
    awaited.remove(role);
  }

  /** Whether all parts are deployed. */
  public boolean ready() {
    return awaited.isEmpty();
  }

  /** Keeps a report as the newest of its provider, unless a newer one is known. */
  public void note(ProbeReport report) {
    ProbeReport unused =
        reports.merge(
            report.provider(), report, (held, told) -> told.isOlderThan(held) ? held : told);
  }

  /** Forgets the reports of all others. */
  void only(Set<ProviderName> providers) {
    boolean unused = reports.keySet().retainAll(providers);
  }

  /** The newest report of every provider that was polled, by name. */
  public Map<ProviderName, ProbeReport> reports() {
    Map<ProviderName, ProbeReport> byName =
        new TreeMap<>(java.util.Comparator.comparing(ProviderName::value));
    byName.putAll(reports);
    return Collections.unmodifiableMap(byName);
  }
}
