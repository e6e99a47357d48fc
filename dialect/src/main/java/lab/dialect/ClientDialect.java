package lab.dialect;

import lab.contract.Operation;

/**
 * One wire format as clients speak it at one path: what their requests say, and how they are told
 * that something went wrong. How they get an answer is a matter of the call, see {@link
 * ClientAnswers}. Immutable; any thread.
 */
public interface ClientDialect {

  /** What is asked for at this path. */
  Operation operation();

  /**
   * Reads one body. Never throws.
   *
   * @param body kept by the call that comes of it, so nobody may change it
   */
  RequestReading read(byte[] body);

  /** The {@code Content-Type} of a streamed answer. */
  String streamType();

  /**
   * What keeps a silent stream open, only ever between two events; empty where the format has no
   * place for anything but an answer.
   */
  byte[] keepAlive();

  /** The status with which this format tells the error. */
  int errorStatus(ClientError error);

  /** The JSON body of an answer with an error status. */
  byte[] errorBody(ClientError error);
}
