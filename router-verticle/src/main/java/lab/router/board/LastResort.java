package lab.router.board;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import lab.contract.ModelName;
import lab.contract.ProviderName;

/**
 * Lets through one request a second to somebody who is resting, where there is nobody else: the
 * last way to serve a model is never shut. One per node; any thread, without waiting.
 */
public final class LastResort {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** Names that only clients use come by here too. */
  private static final int MOST = 1_000;

  private final Map<Place, Instant> tried = new ConcurrentHashMap<>();

  private record Place(ProviderName provider, ModelName model) {}

  /** Whether this request may go there; where it may, the next one has to wait. */
  public boolean permits(ProviderName provider, ModelName model, Instant now) {
    Place place = new Place(provider, model);
    if (tried.size() >= MOST) {
      tried.values().removeIf(before -> isOver(before, now));
    }
    Instant before = tried.get(place);
    if (before != null) {
      return isOver(before, now) && tried.replace(place, before, now);
    }
    return tried.size() < MOST && tried.putIfAbsent(place, now) == null;
  }

  /** Whether a request might go there. It takes nobody's turn. */
  public boolean wouldPermit(ProviderName provider, ModelName model, Instant now) {
    Instant before = tried.get(new Place(provider, model));
    return before == null || isOver(before, now);
  }

  /** Nobody was tried. */
  void forget() {
    tried.clear();
  }

  private static boolean isOver(Instant before, Instant now) {
    return !now.isBefore(before.plus(PAUSE));
  }
}
