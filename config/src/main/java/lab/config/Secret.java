package lab.config;

import org.jspecify.annotations.Nullable;

/**
 * A value that is never shown: not in logs, not in errors, not in the admin API. Equal to another
 * that holds the same, so that a provider whose key has not changed is the same provider.
 */
public final class Secret {
  private final String value;

  public Secret(String value) {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("a secret must not be empty");
    }
    this.value = value;
  }

  /**
   * The value itself; its only lawful place is an outgoing request header, or the file that it
   * opens.
   */
  public String reveal() {
    return value;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Secret secret && secret.value.equals(value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return "***";
  }
}
