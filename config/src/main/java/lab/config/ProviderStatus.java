package lab.config;

import java.util.Locale;

/** What the file says of a provider. */
public enum ProviderStatus {
  /** May be routed to. */
  ACTIVE,
  /** Kept, never routed to. */
  DISABLED,
  /** An example for people; checked for its keys only. */
  TEMPLATE,
  /** Not in use yet; checked for its keys only. */
  PENDING_INTEGRATION;

  /** The word in {@code providers.yaml}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
