package lab.dialect.responses;

/** Where complete responses of one caller are kept for a while. Any thread; nothing here waits. */
public interface KeptResponses {
  /** What every id begins with. */
  String PREFIX = "resp_";

  /** The id of a response that begins: {@link #PREFIX} and what nobody has had or can guess. */
  String newId();

  /**
   * Keeps a response, maybe.
   *
   * @param id the response's
   * @param response as the client got it, as JSON
   * @param conversation what a request that goes on from it needs: JSON for {@link
   *     lab.dialect.RequestReading.GoesOn#with}
   */
  void keep(String id, byte[] response, byte[] conversation);
}
