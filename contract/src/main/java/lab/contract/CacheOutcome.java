package lab.contract;

import java.util.Locale;

/** What became of a request's look-up among kept answers. */
public enum CacheOutcome {
  /** An answer was there. */
  HIT,
  /** Another request's answer, as it came. */
  SHARED,
  /** None was there. */
  MISS,
  /** Nothing was looked up. */
  BYPASS;

  /** The value in metrics. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether no provider was asked for the answer. */
  public boolean saves() {
    return this == HIT || this == SHARED;
  }
}
