package lab.gateway.ingress;

import lab.config.ServerLimits;

/**
 * How long a client keeps its connection waiting, be it for a head or for taking what was answered.
 * Knows no clock: times are nanoseconds of one origin.
 */
final class ClientPace {
  /** What is to become of a connection. */
  enum Verdict {
    /** It is within its limits. */
    KEEP,
    /** Nothing is under way on it, and for too long: it may end like any other. */
    CLOSE,
    /** The client takes nothing of what it was answered; waiting for it would be for ever. */
    CUT
  }

  private final ServerLimits limits;
  private long since;
  private long unsent;
  private int running;
  private boolean served;

  ClientPace(ServerLimits limits, long now) {
    this.limits = limits;
    this.since = now;
  }

  /** The head of a request has come. */
  void began() {
    running++;
    served = true;
  }

  /** Its answer is complete; the client may still have to take it. */
  void answered(long now) {
    running--;
    since = now;
  }

  /**
   * A look at it, once in a while.
   *
   * @param bytes of answers that the system has not taken yet
   * @param complete whether nothing more can come of the answer under way but what waits for the
   *     client: whoever gives one that is not has limits of its own
   */
  Verdict look(long now, long bytes, boolean complete) {
    if (bytes != unsent) {
      unsent = bytes;
      since = now;
    }
    long waited = now - since;
    if (bytes > 0 && (running == 0 || complete)) {
      return waited > limits.sendTimeout().toNanos() ? Verdict.CUT : Verdict.KEEP;
    }
    if (running > 0) {
      return Verdict.KEEP;
    }
    long patience = (served ? limits.idleTimeout() : limits.headerTimeout()).toNanos();
    return waited > patience ? Verdict.CLOSE : Verdict.KEEP;
  }
}
