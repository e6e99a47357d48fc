package lab.testkit.bus;

import io.vertx.core.Future;
import lab.contract.AttemptOutcome;
import lab.contract.AttemptStarted;
import lab.contract.CallFinished;
import lab.contract.Role;
import lab.contract.bus.Bus;

/**
 * Hears how attempts of a node begin and end and how calls end, and lets a test wait for the n-th.
 */
public final class BusRecorder {
  // A role hears each notice once. This one hears none of these lines in a node, so that a recorder
  // takes
  // nothing away from the node's own hearers.
  private static final Role NOBODY_ELSES = Role.HEALTH;

  private final Heard<AttemptStarted> started = new Heard<>();
  private final Heard<AttemptOutcome> attempts = new Heard<>();
  private final Heard<CallFinished> calls = new Heard<>();

  private BusRecorder() {}

  /** Completes once everything that is told from now on is heard. */
  public static Future<BusRecorder> on(Bus bus) {
    BusRecorder recorder = new BusRecorder();
    return Future.all(
            bus.hear(AttemptStarted.LINE, NOBODY_ELSES, recorder.started::hear),
            bus.hear(AttemptOutcome.LINE, NOBODY_ELSES, recorder.attempts::hear),
            bus.hear(CallFinished.LINE, NOBODY_ELSES, recorder.calls::hear))
        .map(recorder);
  }

  /** Attempts that began. */
  public Heard<AttemptStarted> started() {
    return started;
  }

  /** How attempts ended. */
  public Heard<AttemptOutcome> attempts() {
    return attempts;
  }

  /** How client requests ended. */
  public Heard<CallFinished> calls() {
    return calls;
  }
}
