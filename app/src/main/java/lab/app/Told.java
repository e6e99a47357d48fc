package lab.app;

/** A failure of a command that its message explains: no trace is shown. */
final class Told extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;

  /**
   * @param status of the process, above 0
   * @param message names the thing, the value and the rule
   */
  Told(int status, String message) {
    super(message);
    this.status = status;
  }

  int status() {
    return status;
  }
}
