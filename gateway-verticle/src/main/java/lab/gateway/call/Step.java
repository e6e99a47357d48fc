package lab.gateway.call;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One step of an exchange, taken in a callback. */
public final class Step {
  private static final Logger LOG = LoggerFactory.getLogger(Step.class);

  private Step() {}

  /**
   * Takes it. A bug in it ends the exchange: in a callback nobody else would, and the client would
   * wait.
   */
  public static void of(Exchange exchange, Runnable step) {
    try {
      step.run();
    } catch (RuntimeException bug) {
      broke(exchange, bug);
    }
  }

  /** It broke somewhere else, by this. */
  public static void broke(Exchange exchange, Throwable bug) {
    LOG.atError().addKeyValue("request_id", exchange.id()).setCause(bug).log("request failed here");
    exchange.broke();
  }
}
