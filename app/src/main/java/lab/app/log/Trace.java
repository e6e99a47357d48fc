package lab.app.log;

import ch.qos.logback.classic.pattern.ThrowableHandlingConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import java.util.StringJoiner;

/**
 * Where an exception came from: types and places. Not its words, which may quote what was being
 * read: a prompt, an answer, a header. {@code %trace} in patterns.
 */
public final class Trace extends ThrowableHandlingConverter {
  private static final int FRAMES = 8;
  private static final int CAUSES = 4;

  @Override
  public String convert(ILoggingEvent line) {
    IThrowableProxy thrown = line.getThrowableProxy();
    return thrown == null ? "" : of(thrown, System.lineSeparator() + "  ") + System.lineSeparator();
  }

  /** Types and places, with this between them. */
  static String of(IThrowableProxy thrown, String between) {
    StringJoiner told = new StringJoiner(between);
    IThrowableProxy cause = thrown;
    for (int i = 0; cause != null && i < CAUSES; i++) {
      StringJoiner unused = told.add((i == 0 ? "" : "caused by ") + cause.getClassName());
      StackTraceElementProxy[] frames = cause.getStackTraceElementProxyArray();
      for (int frame = 0; frame < Math.min(FRAMES, frames.length); frame++) {
        unused = told.add(frames[frame].getSTEAsString());
      }
      cause = cause.getCause();
    }
    return told.toString();
  }
}
