package lab.app.e2e;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.lang.ref.WeakReference;
import java.util.List;
import org.slf4j.LoggerFactory;

/**
 * Hears Netty's leak detector, which tests run with at its most suspicious: it reports each buffer
 * that was collected as garbage and not released.
 */
public final class LeakWatch implements AutoCloseable {
  private final Logger logger =
      (Logger) LoggerFactory.getLogger(ResourceLeakDetector.class.getName());
  private final ListAppender<ILoggingEvent> heard = new ListAppender<>();

  /** Hears from now on. */
  public LeakWatch() {
    heard.setContext(logger.getLoggerContext());
    heard.start();
    logger.addAppender(heard);
  }

  /** What leaked so far, each with where it was last seen. */
  public List<String> leaks() {
    // Collected garbage is reported when the next buffer is made.
    for (int round = 0; round < 3; round++) {
      collect();
      for (int i = 0; i < 100; i++) {
        boolean released = ByteBufAllocator.DEFAULT.directBuffer(16).release();
        assert released;
      }
    }
    return List.copyOf(heard.list).stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  private static void collect() {
    WeakReference<Object> garbage = new WeakReference<>(new Object());
    while (garbage.get() != null) {
      System.gc();
      Thread.onSpinWait();
    }
  }

  @Override
  public void close() {
    logger.detachAppender(heard);
  }
}
