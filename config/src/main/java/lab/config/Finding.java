package lab.config;

import java.util.Locale;
import lab.contract.SourceRef;

/**
 * Something the validator has to say.
 *
 * @param severity how bad it is
 * @param at where
 * @param message names the thing, the value and the rule
 */
public record Finding(Severity severity, SourceRef at, String message) {

  /** How bad a finding is. */
  public enum Severity {
    /** The configuration can not be used. */
    ERROR,
    /** It can, but probably does not do what was meant. */
    WARNING,
    /** Worth knowing. */
    INFO;

    /** The word in the output. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Override
  public String toString() {
    return at + ": " + severity.label() + ": " + message;
  }
}
