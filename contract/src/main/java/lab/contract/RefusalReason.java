package lab.contract;

import java.util.Locale;

/** Why no candidate could be named. */
public enum RefusalReason {
  /** The request names no model and the configuration gives none. */
  NO_MODEL,
  /** Nothing in the configuration serves that name. */
  UNKNOWN_MODEL,
  /** Providers for it exist, but none may be used now. */
  NONE_AVAILABLE;

  /** As explanations write it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
