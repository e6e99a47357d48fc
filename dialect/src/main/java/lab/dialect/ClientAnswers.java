package lab.dialect;

/**
 * How the answers to one call are written for its client: the write half of a dialect. One per
 * call; its attempts use it one after the other.
 */
public interface ClientAnswers {

  /** The last events of a stream that has begun and failed. */
  byte[] errorEvents(ClientError error);
}
