package lab.router.share;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import lab.contract.CircuitChanged.Place;
import org.jspecify.annotations.Nullable;

/** What this node knows of its right to try who has rested. Any thread, without waiting. */
final class Claims {
  /** How long one lasts that is not renewed; clocks of nodes may differ by less. */
  static final Duration LASTS = Duration.ofSeconds(5);

  /** How long after a question the next one may be asked. */
  static final Duration ASKED_EVERY = Duration.ofSeconds(1);

  private final ConcurrentMap<Place, Standing> known = new ConcurrentHashMap<>();

  /**
   * What is known.
   *
   * @param mine whether it was given; else it was asked for, or somebody else has it
   * @param until when this may have changed
   */
  private record Standing(boolean mine, Instant until) {}

  /** Whether the right is this node's now. */
  boolean isMine(Place place, Instant now) {
    Standing standing = known.get(place);
    return standing != null && standing.mine() && now.isBefore(standing.until());
  }

  /** Whether it should be asked for; where it should, the next one need not. */
  boolean shouldAsk(Place place, Instant now) {
    Standing asked = new Standing(false, now.plus(ASKED_EVERY));
    Standing before = known.putIfAbsent(place, asked);
    return before == null || (!now.isBefore(before.until()) && known.replace(place, before, asked));
  }

  void given(Place place, Instant until) {
    @Nullable Standing unused = known.put(place, new Standing(true, until));
  }

  /** Says nothing any more of what may have changed: its place may be gone with its model. */
  void dropOld(Instant now) {
    known.values().removeIf(standing -> !now.isBefore(standing.until()));
  }

  /** Of how many places something is known. */
  int size() {
    return known.size();
  }

  /** The try is over. */
  void forget(Place place) {
    @Nullable Standing unused = known.remove(place);
  }
}
