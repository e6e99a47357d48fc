package lab.gateway.relay;

import lab.contract.FailureKind;
import lab.dialect.Failure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An answer that broke the code that reads it. It must end the attempt like any other bad answer:
 * in a callback nobody else would, and the client would wait until a limit runs out.
 */
final class Unreadable {
  private static final Logger LOG = LoggerFactory.getLogger(Unreadable.class);

  private Unreadable() {}

  static Failure because(Throwable bug) {
    LOG.atError().setCause(bug).log("an answer could not be read");
    return Failure.of(FailureKind.SERVER, "the provider's answer can not be read");
  }
}
