package lab.router.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Lets through one request a second to somebody who is resting, where there is nobody else: the
 * last way to serve a model is never shut.
 *
 * <p>Belongs to one thread.
 */
final class LastResort {
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final int MOST = 1_000;

  private final Map<Place, Instant> tried =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Place, Instant> eldest) {
          return size() > MOST;
        }
      };

  /** Whether a request might go there now. */
  boolean wouldPermit(Place place, Instant now) {
    Instant before = tried.get(place);
    return before == null || !now.isBefore(before.plus(PAUSE));
  }

  /** Whether this request may go there; if so, none may for a second. */
  boolean permits(Place place, Instant now) {
    if (!wouldPermit(place, now)) {
      return false;
    }
    tried.remove(place); // so that it becomes the youngest
    tried.put(place, now);
    return true;
  }
}
