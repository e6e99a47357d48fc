package lab.router.board;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import lab.contract.ModelName;
import lab.contract.ProbeReport;
import lab.contract.ProbeReport.Busy;
import lab.contract.ProbeReport.Finding;
import org.jspecify.annotations.Nullable;

/**
 * What polls learned of a provider.
 *
 * @param newest the last report, or null before the first one
 * @param listed the last list that it showed, in its order
 * @param loaded what it has in memory
 * @param capacity requests at a time, or 0 where unknown
 */
public record Polled(
    @Nullable ProbeReport newest, Set<ModelName> listed, Set<ModelName> loaded, int capacity) {
  /** Nothing yet. */
  public static final Polled NOTHING = new Polled(null, Set.of(), Set.of(), 0);

  /**
   * For how long what a server says of its load counts, from the poll on: it is no longer true
   * soon, and without it the gateways still know of their own requests. The clocks of two nodes may
   * differ by as much.
   */
  public static final Duration LOAD_COUNTS = Duration.ofSeconds(15);

  /** With a newer report. */
  Polled after(ProbeReport report) {
    return switch (report.finding()) {
      case Finding.Up up ->
          new Polled(
              report,
              up.models().isEmpty() ? listed : inOrder(up.models()),
              inOrder(up.loaded()),
              up.capacity() == null ? 0 : up.capacity());
      // Its list is remembered: it will be back with it. What it had loaded may be gone.
      case Finding.Down _ -> new Polled(report, listed, Set.of(), capacity);
    };
  }

  private static Set<ModelName> inOrder(Iterable<ModelName> names) {
    Set<ModelName> ordered = new LinkedHashSet<>();
    names.forEach(ordered::add);
    return Collections.unmodifiableSet(ordered);
  }

  /** Whether it answered the last poll. */
  boolean up() {
    return newest != null && newest.finding() instanceof Finding.Up;
  }

  /** Whether it did not answer the last poll, or not well. */
  boolean down() {
    return newest != null && newest.finding() instanceof Finding.Down;
  }

  /** Requests of all its clients that it has, as it said itself; 0 where it did not of late. */
  int requests(Instant now) {
    if (newest == null || !(newest.finding() instanceof Finding.Up up)) {
      return 0;
    }
    Busy busy = up.busy();
    boolean counts = Duration.between(newest.at(), now).abs().compareTo(LOAD_COUNTS) <= 0;
    return busy != null && counts ? busy.requests() : 0;
  }
}
