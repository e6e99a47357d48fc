package lab.app.log;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.concurrent.atomic.LongAdder;

/**
 * Lines that wait to be written by a thread of their own. Whoever logs never waits: a line that
 * finds no room is lost and counted, and those below a warning are lost first.
 */
public final class LogQueue extends AsyncAppender {
  /** Stays free, so that of threads that see room at the same time each finds it. */
  private static final int SPARE = 64;

  private static final int LINES = 8192;

  /** The log belongs to the process, and so does what it lost. */
  private static final LongAdder LOST = new LongAdder();

  /** For Logback, which starts it. */
  public LogQueue() {
    setQueueSize(LINES);
    setDiscardingThreshold(0);
    setNeverBlock(true);
    setMaxFlushTime(2_000);
  }

  /** Lines that this process lost so far. */
  public static long lost() {
    return LOST.sum();
  }

  @Override
  protected void append(ILoggingEvent line) {
    boolean important = line.getLevel().isGreaterOrEqual(Level.WARN);
    int keptFree = important ? SPARE : SPARE + getQueueSize() / 5;
    if (getRemainingCapacity() <= keptFree) {
      LOST.increment();
    } else {
      super.append(line);
    }
  }
}
