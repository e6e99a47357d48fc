package lab.app.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.Arrays;

/**
 * Leaves out an error of Vert.x that is none. A message to all nodes has one promise for all its
 * writes; where a node is gone a second write fails it again, and that is logged as if it were a
 * bug, with each node that dies.
 */
public final class ToldTwice extends Filter<ILoggingEvent> {
  private static final String LOGGER = "io.vertx.core.impl.ContextImpl";
  private static final String FAILED = "java.lang.IllegalStateException";
  private static final String AGAIN = "io.vertx.core.Promise";
  private static final String BY_A_WRITE = "io.vertx.core.net.impl.DelegatingChannelPromise";

  @Override
  public FilterReply decide(ILoggingEvent event) {
    IThrowableProxy thrown = event.getThrowableProxy();
    return thrown != null
            && event.getLevel() == Level.ERROR
            && event.getLoggerName().equals(LOGGER)
            && thrown.getClassName().equals(FAILED)
            && isFailedAgain(thrown.getStackTraceElementProxyArray())
        ? FilterReply.DENY
        : FilterReply.NEUTRAL;
  }

  private static boolean isFailedAgain(StackTraceElementProxy[] trace) {
    return trace.length > 0
        && trace[0].getStackTraceElement().getClassName().equals(AGAIN)
        && Arrays.stream(trace)
            .anyMatch(at -> at.getStackTraceElement().getClassName().equals(BY_A_WRITE));
  }
}
