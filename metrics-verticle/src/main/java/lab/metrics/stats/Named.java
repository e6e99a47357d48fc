package lab.metrics.stats;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The series of one subject, by name; only so many. Safe on every thread. */
final class Named {
  /** What finds no room counts under it. */
  static final String OTHER = "other";

  private final Subject subject;
  private final Map<String, Series> all = new ConcurrentHashMap<>();

  Named(Subject subject) {
    this.subject = subject;
  }

  Series of(String name, long now) {
    Series known = all.get(name);
    return known == null ? made(name, now) : known;
  }

  private synchronized Series made(String name, long now) {
    if (all.size() >= subject.most()) {
      // A name that the configuration no longer has would hold its place for ever.
      all.values().removeIf(series -> series.isIdle(now));
    }
    String shown = all.size() < subject.most() ? name : OTHER;
    return all.computeIfAbsent(shown, added -> new Series());
  }

  Map<String, Series> all() {
    return all;
  }
}
