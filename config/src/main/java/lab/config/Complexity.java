package lab.config;

import java.util.Locale;

/** How hard a request looks. The order is the order of difficulty. */
public enum Complexity {
  LOW,
  MEDIUM,
  HIGH;

  /** As configurations and conditions write it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
