package lab.contract.bus;

import io.vertx.core.Handler;
import java.util.Arrays;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears what nobody has caught on an event loop. What Vert.x trips over as it takes a message off
 * the wire is no bug of this node: somebody sent what is none. All else is logged as ever.
 */
final class BrokenFrames implements Handler<Throwable> {
  /** Where Vert.x would log it; what is left out of the log is known by this name. */
  private static final Logger AS_EVER = LoggerFactory.getLogger("io.vertx.core.impl.ContextImpl");

  private static final String EVENT_BUS = "io.vertx.core.eventbus.";
  private static final Set<String> TAKING = Set.of("decodeMessage", "readFromWire");

  /** Of whatever line it was meant to be. */
  private static final String ANY_LINE = "any";

  private final Reading reading;

  BrokenFrames(Reading reading) {
    this.reading = reading;
  }

  @Override
  public void handle(Throwable uncaught) {
    if (isOfTaking(uncaught)) {
      reading.note(ANY_LINE, new UnreadableMessage("a frame", null, "its lengths are wrong"));
    } else {
      AS_EVER.error("Unhandled exception", uncaught);
    }
  }

  /** Whoever hears a message is called by the event bus too, and may have faults of its own. */
  private static boolean isOfTaking(Throwable uncaught) {
    return Arrays.stream(uncaught.getStackTrace())
        .filter(at -> at.getClassName().startsWith(EVENT_BUS))
        .findFirst()
        .filter(at -> TAKING.contains(at.getMethodName()))
        .isPresent();
  }
}
