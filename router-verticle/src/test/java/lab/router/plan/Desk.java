package lab.router.plan;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import lab.contract.ModelName;
import lab.contract.ProviderName;
import lab.router.board.Board;
import lab.router.board.Slowness;
import lab.router.live.LiveLists;
import org.jspecify.annotations.Nullable;

/** A board that shows what a test writes on it. */
public final class Desk implements Board {
  private final Map<String, Integer> inFlight = new HashMap<>();
  private final Map<String, Integer> capacity = new HashMap<>();
  private final Map<String, Score> scores = new HashMap<>();
  private final Map<String, Cooling> cooling = new HashMap<>();
  private final Set<String> warm = new HashSet<>();
  private final Map<String, Integer> told = new HashMap<>();
  private final Set<String> slow = new HashSet<>();
  private LiveLists lists = LiveLists.UNKNOWN;

  public Desk found(String... found) {
    lists = Asking.lists(found);
    return this;
  }

  @CanIgnoreReturnValue
  public Desk inFlight(String provider, int attempts) {
    inFlight.put(provider, attempts);
    return this;
  }

  @CanIgnoreReturnValue
  public Desk capacity(String provider, int requests) {
    capacity.put(provider, requests);
    return this;
  }

  @CanIgnoreReturnValue
  public Desk score(String provider, double success, double seconds) {
    scores.put(provider, new Score(100, success, seconds, seconds));
    return this;
  }

  @CanIgnoreReturnValue
  public Desk cooling(String provider, int seconds) {
    cooling.put(provider, new Cooling(Asking.NOW.plusSeconds(seconds), "5 of 5 failed"));
    return this;
  }

  public Desk warm(String provider) {
    warm.add(provider);
    return this;
  }

  /** What a provider said of its load. */
  @CanIgnoreReturnValue
  public Desk told(String provider, int requests) {
    told.put(provider, requests);
    return this;
  }

  public Desk slow(String provider) {
    slow.add(provider);
    return this;
  }

  @Override
  public LiveLists lists() {
    return lists;
  }

  @Override
  public int inFlight(ProviderName provider) {
    return inFlight.getOrDefault(provider.value(), 0);
  }

  @Override
  public int told(ProviderName provider) {
    return told.getOrDefault(provider.value(), 0);
  }

  @Override
  public @Nullable Slowness slowness(ProviderName provider, ModelName model) {
    return slow.contains(provider.value())
        ? new Slowness(Asking.NOW, "p95 of 9.00 s to first token, usually 1.00 s")
        : null;
  }

  @Override
  public int capacity(ProviderName provider) {
    return capacity.getOrDefault(provider.value(), 0);
  }

  @Override
  public Score score(ProviderName provider, ModelName model) {
    return scores.getOrDefault(provider.value(), Score.UNKNOWN);
  }

  @Override
  public @Nullable Cooling cooling(ProviderName provider, ModelName model, Turn turn, Instant now) {
    Cooling known = cooling.get(provider.value());
    return known != null && now.isBefore(known.until()) ? known : null;
  }

  @Override
  public boolean warm(ProviderName provider, ModelName model) {
    return warm.contains(provider.value());
  }
}
