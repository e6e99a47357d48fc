package lab.gateway.relay;

import lab.contract.Usage;
import lab.dialect.Failure;
import lab.gateway.call.GatewayFailure;

/** An answer on its way from one provider to the client. */
public interface Relay {

  /** Takes over the provider's answer, whose head has arrived and whose body has not. */
  void start();

  /** Nothing more is passed on; what still comes is thrown away. */
  void stop();

  /**
   * Stops because a limit ran out.
   *
   * @param limit the failure that this is where nothing else is known
   * @return the failure that it is
   */
  default Failure cutShort(Failure limit) {
    stop();
    return limit;
  }

  /** The provider's token counts so far. */
  Usage usage();

  /**
   * Who is told. After {@code succeeded}, {@code failed} or {@code noRoom} only the last two may
   * follow.
   */
  interface Listener {
    /** The first content is on its way: no other candidate may take over any more. */
    void content();

    /** Something real has arrived. */
    void progress();

    /** The client does not read, so the provider is not read either; its silence is no fault. */
    void waitsForClient(boolean waits);

    /** The answer is complete and sent. */
    void succeeded(Usage usage);

    /**
     * It is not, and nothing more is sent.
     *
     * @param contentSeen whether the client has seen content
     */
    void failed(Failure failure, boolean contentSeen);

    /**
     * The answer may be good, and this gateway can not hold it: no fault of the provider, and no
     * other would help.
     */
    void noRoom(GatewayFailure lack);

    /** The provider's connection is free again. */
    void drained();

    /** The provider does not stop; its connection must be closed. */
    void discard();
  }
}
