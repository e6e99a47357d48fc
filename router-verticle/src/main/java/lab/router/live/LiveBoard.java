package lab.router.live;

import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import lab.contract.ProbeReport;
import lab.contract.ProviderName;

/** The newest snapshot of what polls found: one per node, written by one hearer, read by all. */
public final class LiveBoard {
  private final AtomicReference<LiveLists> lists = new AtomicReference<>(LiveLists.UNKNOWN);

  /** Takes a report in. The snapshot stays the same object where the report says nothing new. */
  public void note(ProbeReport report) {
    lists.updateAndGet(known -> known.with(report.provider(), report.finding()));
  }

  /** Forgets what was found of all others. */
  public void only(Set<ProviderName> providers) {
    var unused = lists.updateAndGet(known -> known.only(providers));
  }

  /** What is known now. */
  public LiveLists lists() {
    return lists.get();
  }
}
