package lab.contract;

/** A part that a node may play. Each is one verticle; all four in every node by default. */
public enum Role {
  GATEWAY,
  ROUTER,
  HEALTH,
  METRICS;

  /** The name on the command line, in logs and labels. */
  public String label() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
