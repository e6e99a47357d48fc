package lab.gateway.call;

import io.vertx.core.MultiMap;
import lab.contract.CallFinished;

/** The limits that a request counts against. Event loop of its exchange. */
public interface Quota {

  /** Puts how much is left on the head of its answer. */
  void tell(MultiMap headers);

  /** The request is over: what was set aside for it and not used goes back. */
  default void settle(CallFinished call) {}
}
