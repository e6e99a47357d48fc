package lab.config;

/** A value that is never shown: not in logs, not in errors, not in the admin API. */
public final class Secret {
  private final String value;

  public Secret(String value) {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("a secret must not be empty");
    }
    this.value = value;
  }

  /** The value itself; its only lawful place is an outgoing request header. */
  public String reveal() {
    return value;
  }

  @Override
  public String toString() {
    return "***";
  }
}
