package lab.app.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.joran.spi.ConsoleTarget;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * Lines that wait to be written by a thread of their own. Whoever logs never waits: a line that
 * finds no room is lost and counted, and those below a warning are lost first.
 *
 * <p>Lines are gathered for some milliseconds and written together. Under load that costs a small
 * part of a write for each of them, and whoever logs has nobody to wake.
 */
public final class LogQueue extends UnsynchronizedAppenderBase<ILoggingEvent> {
  private static final int LINES = 8192;
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);
  private static final long GATHERED_NANOS = Duration.ofMillis(5).toNanos();

  /** Bytes that are written at once. */
  private static final int PIECE = 64 * 1024;

  /** The log belongs to the process, and so does what it lost. */
  private static final LongAdder LOST = new LongAdder();

  private final OutputStream sink;
  private final int room;
  private final Duration lastWords;
  private final Queue<ILoggingEvent> lines = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final Thread writer = new Thread(this::writeAll, "log");
  private Encoder<ILoggingEvent> encoder = new JsonLines();

  /** For Logback, which names an encoder and starts it: what is written goes to stderr. */
  public LogQueue() {
    this(ConsoleTarget.SystemErr.getStream(), LINES, LAST_WORDS);
  }

  /**
   * @param sink takes what is written
   * @param room for so many lines
   * @param lastWords how long its end waits for the lines that are there
   */
  public LogQueue(OutputStream sink, int room, Duration lastWords) {
    this.sink = sink;
    this.room = room;
    this.lastWords = lastWords;
    writer.setDaemon(true);
  }

  /** How a line looks: JSON where nobody says. To be called before it is started. */
  public void setEncoder(Encoder<ILoggingEvent> encoder) {
    this.encoder = encoder;
  }

  /** Lines that this process lost so far. */
  public static long lost() {
    return LOST.sum();
  }

  /** Lines that are not written yet. */
  int waiting() {
    return waiting.get();
  }

  @Override
  public void start() {
    super.start();
    writer.start();
  }

  @Override
  protected void append(ILoggingEvent line) {
    boolean important = line.getLevel().isGreaterOrEqual(Level.WARN);
    int before = waiting.getAndIncrement();
    if (before >= (important ? room : room - room / 5)) {
      int unused = waiting.decrementAndGet();
      LOST.increment();
      return;
    }
    // What it says has to be made of its arguments now: they may change.
    line.prepareForDeferredProcessing();
    boolean unused = lines.add(line);
    if (before == 0) {
      LockSupport.unpark(writer);
    }
  }

  private void writeAll() {
    ByteArrayOutputStream piece = new ByteArrayOutputStream(PIECE + PIECE / 4);
    while (isStarted() || waiting.get() > 0) {
      if (waiting.get() == 0) {
        LockSupport.park(this);
      } else if (isStarted()) {
        LockSupport.parkNanos(this, GATHERED_NANOS);
      }
      int taken = take(piece);
      if (taken > 0) {
        write(piece, taken);
        // Not before: what is on its way to a sink that does not take it waits too.
        int unused = waiting.addAndGet(-taken);
      }
    }
  }

  /** Takes as many lines as one write is to have. */
  private int take(ByteArrayOutputStream piece) {
    int taken = 0;
    while (piece.size() < PIECE) {
      ILoggingEvent line = lines.poll();
      if (line == null) {
        break;
      }
      taken++;
      try {
        piece.writeBytes(encoder.encode(line));
      } catch (RuntimeException bug) {
        LOST.increment();
        addError("a line could not be written down", bug);
      }
    }
    return taken;
  }

  private void write(ByteArrayOutputStream piece, int taken) {
    try {
      piece.writeTo(sink);
      sink.flush();
    } catch (IOException gone) {
      LOST.add(taken);
    }
    piece.reset();
  }

  @Override
  public void stop() {
    if (!isStarted()) {
      return;
    }
    super.stop();
    LockSupport.unpark(writer);
    try {
      boolean unused = writer.join(lastWords);
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }
}
