package lab.app.e2e;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.List;
import org.slf4j.LoggerFactory;

/**
 * Hears Netty's leak detector, which tests run with at its most suspicious: it reports each buffer
 * that was collected as garbage and not released.
 */
public final class LeakWatch implements AutoCloseable {
  /** More than one, as other threads make some too. */
  private static final int NEXT_BUFFERS = 10;

  private static final long PATIENCE_MILLIS = 1_000;

  private final Logger logger =
      (Logger) LoggerFactory.getLogger(ResourceLeakDetector.class.getName());
  private final ListAppender<ILoggingEvent> heard = new ListAppender<>();

  /** Hears from now on. */
  public LeakWatch() {
    heard.setContext(logger.getLoggerContext());
    heard.start();
    logger.addAppender(heard);
  }

  /** What leaked so far, each with where it was last seen; the same place is told of once. */
  public List<String> leaks() {
    // Of garbage that is found together, any may be told of last; of what was found before, none.
    collect();
    collect();
    // What was collected is reported when the next buffer is made.
    for (int i = 0; i < NEXT_BUFFERS; i++) {
      boolean released = ByteBufAllocator.DEFAULT.directBuffer(16).release();
      assert released;
    }
    return List.copyOf(heard.list).stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  /** Ends when the collector has told of some garbage. */
  private static void collect() {
    ReferenceQueue<Object> told = new ReferenceQueue<>();
    WeakReference<Object> garbage = new WeakReference<>(new Object(), told);
    try {
      do {
        System.gc();
      } while (told.remove(PATIENCE_MILLIS) == null);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("stopped while garbage was collected", stopped);
    } finally {
      Reference.reachabilityFence(garbage);
    }
  }

  @Override
  public void close() {
    logger.detachAppender(heard);
  }
}
