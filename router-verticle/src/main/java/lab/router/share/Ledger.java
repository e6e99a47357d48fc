package lab.router.share;

import io.vertx.core.Future;
import io.vertx.core.shareddata.AsyncMap;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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

  /** What was read or written last: mostly it still is there, and need not be asked for first. */
  private final Map<String, Known> known = new ConcurrentHashMap<>();

  /**
   * An entry of the map.
   *
   * @param entry what it says, or null where this version can not read it
   */
  private record Known(String text, @Nullable Entry entry) {}

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

  private List<Entry> read(AsyncMap<String, String> map, Map<String, String> all, Instant now) {
    var unusedGone = known.keySet().retainAll(all.keySet());
    List<Entry> live = new ArrayList<>();
    all.forEach(
        (key, text) -> {
          Entry entry = read(key, text);
          if (entry != null && entry.isOld(now)) {
            // Another node may be quicker; the next load tries again.
            var unused = map.removeIfPresent(key, text);
          } else if (entry != null) {
            live.add(entry);
          }
        });
    return live;
  }

  private @Nullable Entry read(String key, String text) {
    Known before = known.get(key);
    if (before != null && before.text().equals(text)) {
      return before.entry();
    }
    Known now = new Known(text, Entry.read(text));
    var unused = known.put(key, now);
    return now.entry();
  }

  /** Writes a circuit; gives what is there now, which may be stronger. */
  Future<Entry> note(CircuitChanged told) {
    return update(
        told,
        before ->
            before == null ? new Entry(told, null) : before.with(Told.merge(before.told(), told)));
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
        });
  }

  private static boolean mayClaim(Entry entry, NodeId by, Instant now) {
    boolean resting = entry.told().recovering() != null || now.isBefore(entry.told().until());
    Claim held = entry.claim();
    return !resting && (held == null || held.by().equals(by) || !now.isBefore(held.until()));
  }

  private Future<Entry> update(CircuitChanged about, Function<@Nullable Entry, Entry> change) {
    String key = Entry.key(about.place());
    return map().compose(map -> new Change(map, key, change).from(known.get(key), false));
  }

  /** One change of one entry, tried anew where others changed it meanwhile. */
  private final class Change {
    private final AsyncMap<String, String> map;
    private final String key;
    private final Function<@Nullable Entry, Entry> change;
    private int tries = TRIES;

    Change(AsyncMap<String, String> map, String key, Function<@Nullable Entry, Entry> change) {
      this.map = map;
      this.key = key;
      this.change = change;
    }

    /**
     * Tries it.
     *
     * @param before what is there
     * @param read whether it was read for this; else it may be another by now
     */
    Future<Entry> from(@Nullable Known before, boolean read) {
      Entry old = before == null ? null : before.entry();
      Entry after = change.apply(old);
      if (after.equals(old)) {
        return read ? Future.succeededFuture(after) : again();
      }
      Known next = new Known(after.json(), after);
      return swap(before, next).compose(done -> done ? is(next, after) : again());
    }

    private Future<Boolean> swap(@Nullable Known before, Known next) {
      return before == null
          ? map.putIfAbsent(key, next.text()).map(there -> there == null)
          : map.replaceIfPresent(key, before.text(), next.text());
    }

    private Future<Entry> is(Known next, Entry after) {
      var unused = known.put(key, next);
      return Future.succeededFuture(after);
    }

    private Future<Entry> again() {
      tries--;
      return tries > 0
          ? map.get(key)
              .compose(text -> from(text == null ? null : new Known(text, Entry.read(text)), true))
          : Future.failedFuture("others wrote " + key + " each time");
    }
  }
}
