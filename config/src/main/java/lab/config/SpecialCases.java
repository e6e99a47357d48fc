package lab.config;

import java.time.Duration;

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
   */
  public record Errors(
      boolean enabled, int threshold, double share, Duration window, Duration cooldown) {
    /** What holds where no file says anything. */
    public static final Errors DEFAULT =
        new Errors(true, 3, 0.5, Duration.ofSeconds(60), Duration.ofSeconds(60));
  }
}
