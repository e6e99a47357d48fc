package lab.app.e2e.provider;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** What the log says of the cache, and of libraries that speak to its Redis. */
final class RedisLines implements AutoCloseable {
  private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private final Logger cache = (Logger) LoggerFactory.getLogger("lab.gateway.cache");
  private final @Nullable Level usual = cache.getLevel();
  private final Told told = new Told();

  /** Hears from now on, at the level of a node. */
  RedisLines() {
    cache.setLevel(Level.INFO);
    told.setContext(root.getLoggerContext());
    told.start();
    root.addAppender(told);
  }

  private static final class Told extends AppenderBase<ILoggingEvent> {
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    @Override
    protected void append(ILoggingEvent line) {
      String logger = line.getLoggerName();
      if (logger.startsWith("lab.gateway.cache.") || logger.startsWith("io.vertx.")) {
        lines.add(
            line.getKeyValuePairs() == null
                ? line.getFormattedMessage()
                : line.getFormattedMessage() + " " + line.getKeyValuePairs());
      }
    }
  }

  /** The lines so far, each as its words and its fields. */
  List<String> all() {
    return List.copyOf(told.lines);
  }

  @Override
  public void close() {
    root.detachAppender(told);
    cache.setLevel(usual);
  }
}
