package lab.contract;

/**
 * An attempt at a provider begins. Exactly one {@link AttemptOutcome} with the same call and
 * candidate follows, so that the two together count what is in flight.
 *
 * @param call the client request it belongs to
 * @param candidate who is tried
 */
public record AttemptStarted(CallId call, Candidate candidate) implements BusMessage {

  /** Told by a gateway to whoever keeps score in its node. */
  public static final Notice<AttemptStarted> LINE =
      new Notice<>("lab.attempt.started", AttemptStarted.class, Reach.NODE);
}
