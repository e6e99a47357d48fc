package lab.gateway.call;

import io.vertx.core.buffer.Buffer;
import lab.contract.Candidate;

/**
 * Takes a copy of the answer that one client gets, for others. Told on the event loop of its
 * exchange.
 */
public interface AnswerTap {

  /** The router named this candidate first. */
  void expects(Candidate first);

  /** These bytes go to the client: whole events of a stream, and not the last ones. */
  void took(Buffer bytes);

  /**
   * These bytes complete the answer: the end of a stream, or all of an answer that is none. Nobody
   * changes them.
   */
  void complete(byte[] last);

  /** The exchange is over; where the answer is not complete, it will never be. */
  void over();

  /** Whether others wait for the answer, so that it goes on without its client. */
  boolean isShared();

  /** Does this once others begin to wait; at once where they do. */
  void whenShared(Runnable then);
}
