package lab.metrics;

import java.util.Locale;
import lab.contract.CallFinished;
import lab.contract.FailureKind;

/** How a request ended, as far as it says something of the service. */
enum Verdict {
  SUCCESS,
  ERROR,
  /** The client left: neither. */
  CANCELLED;

  private static final int FIRST_ERROR_STATUS = 400;

  /** The value of a {@code status} label. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Verdict of(CallFinished call) {
    if (call.failure() == FailureKind.CANCELLED) {
      return CANCELLED;
    }
    // A stream that broke had its 200 long before.
    boolean failed = call.failure() != null || call.status() >= FIRST_ERROR_STATUS;
    return failed ? ERROR : SUCCESS;
  }
}
