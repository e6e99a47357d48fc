package lab.config;

import java.time.Duration;
import java.util.Map;
import lab.contract.FailureKind;

/**
 * {@code special_cases}, and the keys of {@code router_settings} and {@code litellm_settings} that
 * say the same.
 *
 * @param rateLimited how long a provider that refused for its rate rests where it does not say
 *     itself ({@code fallback_duration_seconds}); zero where {@code rate_limited_fallback} is off
 * @param errors when a circuit opens
 * @param preferWarm {@code prefer_warm_providers}: on ties, who has the model loaded comes first
 * @param preferLocal on ties, loopback and private addresses come first
 */
public record SpecialCases(
    Duration rateLimited, Errors errors, boolean preferWarm, boolean preferLocal) {
  /** What holds where no file says anything. */
  public static final SpecialCases DEFAULT =
      new SpecialCases(Duration.ofSeconds(60), Errors.DEFAULT, false, false);

  /**
   * {@code error_based_routing}.
   *
   * @param enabled whether circuits open at all
   * @param threshold failures within the window, at least
   * @param share failures of all attempts within the window, at least; from 0 to 1
   * @param window how far back failures count
   * @param cooldown how long an open circuit stays open at first
   * @param longest up to which that doubles from time to time, where the first is not longer
   * @param recovery how long it takes until who came back has all of its share again
   * @param thresholds instead of the threshold, where the last of the failures is of this kind
   */
  public record Errors(
      boolean enabled,
      int threshold,
      double share,
      Duration window,
      Duration cooldown,
      Duration longest,
      Duration recovery,
      Map<FailureKind, Integer> thresholds) {
    /** What holds where no file says anything. */
    public static final Errors DEFAULT =
        new Errors(true, 3, 0.5, Duration.ofSeconds(60), Duration.ofSeconds(60));

    public Errors {
      thresholds = Map.copyOf(thresholds);
    }

    /** One threshold for failures of all kinds, and the usual growth and return. */
    public Errors(
        boolean enabled, int threshold, double share, Duration window, Duration cooldown) {
      this(
          enabled,
          threshold,
          share,
          window,
          cooldown,
          Duration.ofMinutes(10),
          Duration.ofMinutes(1),
          Map.of());
    }

    /** Failures within the window, at least, where the last is of this kind. */
    public int threshold(FailureKind kind) {
      return thresholds.getOrDefault(kind, threshold);
    }
  }
}
