package lab.contract.bus;

import io.vertx.core.eventbus.Message;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Takes messages out of what the event bus brings. Each that can not be read is counted; of each
 * line one is told of, and of those that follow soon none.
 */
final class Reading {
  private static final Logger LOG = LoggerFactory.getLogger(Reading.class);

  /** For so long after one was told of, no other of its line is. */
  static final Duration QUIET = Duration.ofMinutes(1);

  private final LongSupplier nanos;
  private final LongAdder unreadable = new LongAdder();
  private final Map<String, Long> told = new HashMap<>();

  Reading(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** How many could not be read so far. */
  long unreadable() {
    return unreadable.sum();
  }

  /** What was told or asked; null where that can not be read, which fails whoever asked. */
  <M> @Nullable M read(String line, Class<M> type, Message<Object> message) {
    try {
      return orThrow(line, type, message);
    } catch (RuntimeException noted) {
      message.fail(Bus.ANSWERER_FAILED, line + ": " + noted.getMessage());
      return null;
    }
  }

  /** What was answered. Throws where that can not be read. */
  <M> M orThrow(String line, Class<M> type, Message<Object> message) {
    try {
      // It is decoded here and not before.
      Object body = message.body();
      if (body == null) {
        throw new IllegalArgumentException("it says nothing");
      }
      return type.cast(body);
    } catch (RuntimeException wrong) {
      note(line, wrong);
      throw wrong;
    }
  }

  /** One of this line has come that can not be read. */
  void note(String line, RuntimeException wrong) {
    unreadable.increment();
    if (isDue(line)) {
      LoggingEventBuilder warning = LOG.atWarn().addKeyValue("line", line);
      if (wrong instanceof UnreadableMessage message && message.sender() != null) {
        warning = warning.addKeyValue("node", message.sender());
      }
      warning.addKeyValue("because", wrong.getMessage()).log("a message can not be read");
    }
  }

  /** Whether to tell of one of this line now. */
  synchronized boolean isDue(String line) {
    long now = nanos.getAsLong();
    Long last = told.get(line);
    if (last != null && now - last < QUIET.toNanos()) {
      return false;
    }
    Long unused = told.put(line, now);
    return true;
  }
}
