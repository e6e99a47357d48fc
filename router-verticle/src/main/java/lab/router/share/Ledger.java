package lab.router.share;

import io.vertx.core.Future;
import io.vertx.core.shareddata.AsyncMap;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import lab.contract.CircuitChanged;
import lab.contract.NodeId;
import lab.router.share.Entry.Claim;
import org.jspecify.annotations.Nullable;

/**
 * The circuits that all nodes share, for those who were not there when they changed, and the one
 * place where a claim is decided. Every write is a compare-and-set of what was read.
 */
final class Ledger {
  /** The name of the map. */
  static final String MAP = "lab.circuits";

  private static final int TRIES = 5;

  private final Supplier<Future<AsyncMap<String, String>>> open;
  private @Nullable AsyncMap<String, String> opened;

  Ledger(Supplier<Future<AsyncMap<String, String>>> open) {
    this.open = open;
  }

  /** Tried anew as long as it fails. */
  private Future<AsyncMap<String, String>> map() {
    return opened != null
        ? Future.succeededFuture(opened)
        : open.get().onSuccess(map -> opened = map);
  }

  /** All that is in it; what is of no use any more is removed. */
  Future<List<Entry>> load(Instant now) {
    return map().compose(map -> map.entries().map(all -> read(map, all, now)));
  }

  private static List<Entry> read(
      AsyncMap<String, String> map, Map<String, String> all, Instant now) {
    List<Entry> live = new ArrayList<>();
    all.forEach(
        (key, text) -> {
          Entry entry = Entry.read(text);
          if (entry != null && entry.isOld(now)) {
            // Another node may be quicker; the next load tries again.
            var unused = map.removeIfPresent(key, text);
          } else if (entry != null) {
            live.add(entry);
          }
        });
    return live;
  }

  /** Writes a circuit; gives what is there now, which may be stronger. */
  Future<Entry> note(CircuitChanged told) {
    return update(
        told,
        before ->
            before == null ? new Entry(told, null) : before.with(Told.merge(before.told(), told)),
        TRIES);
  }

  /**
   * Asks for the right to try, or for more time for it; gives what is there now.
   *
   * @param known the circuit as the asker knows it
   * @param wanted what is asked for
   */
  Future<Entry> claim(CircuitChanged known, Claim wanted, Instant now) {
    return update(
        known,
        before -> {
          if (before == null) {
            return new Entry(known, wanted);
          }
          Entry both = before.with(Told.merge(before.told(), known));
          return mayClaim(both, wanted.by(), now) ? new Entry(both.told(), wanted) : both;
        },
        TRIES);
  }

  private static boolean mayClaim(Entry entry, NodeId by, Instant now) {
    boolean resting = entry.told().recovering() != null || now.isBefore(entry.told().until());
    Claim held = entry.claim();
    return !resting && (held == null || held.by().equals(by) || !now.isBefore(held.until()));
  }

  private Future<Entry> update(
      CircuitChanged about, Function<@Nullable Entry, Entry> change, int tries) {
    String key = Entry.key(about.place());
    return map()
        .compose(
            map ->
                map.get(key)
                    .compose(
                        text -> {
                          Entry before = Entry.read(text);
                          Entry after = change.apply(before);
                          return after.equals(before)
                              ? Future.succeededFuture(after)
                              : swap(map, key, text, after)
                                  .compose(done -> swapped(done, after, about, change, tries));
                        }));
  }

  private static Future<Boolean> swap(
      AsyncMap<String, String> map, String key, @Nullable String before, Entry after) {
    return before == null
        ? map.putIfAbsent(key, after.json()).map(there -> there == null)
        : map.replaceIfPresent(key, before, after.json());
  }

  private Future<Entry> swapped(
      boolean done,
      Entry after,
      CircuitChanged about,
      Function<@Nullable Entry, Entry> change,
      int tries) {
    if (done) {
      return Future.succeededFuture(after);
    }
    return tries > 1
        ? update(about, change, tries - 1)
        : Future.failedFuture("others wrote " + about.place() + " each time");
  }
}
