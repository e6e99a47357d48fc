package lab.app.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Leaves out what Vert.x and Hazelcast log with a stack trace and is no fault of anybody here, each
 * by its exact shape, so that nothing else of the same loggers is lost; and what Vert.x says again
 * and again of messages of one kind.
 */
public final class LibraryNoise extends Filter<ILoggingEvent> {
  /** Whoever reaches the bus may invent kinds of messages without end. */
  static final int MOST_KINDS = 100;

  /** What a connection that is no more is called, by different layers of the network. */
  private static final Set<String> BROKEN =
      Set.of(
          "java.net.SocketException",
          "java.io.IOException",
          "java.nio.channels.ClosedChannelException",
          "io.netty.channel.StacklessClosedChannelException",
          "io.netty.channel.unix.Errors$NativeIoException");

  private final Set<String> unknown = ConcurrentHashMap.newKeySet();

  @Override
  public FilterReply decide(ILoggingEvent event) {
    IThrowableProxy thrown = event.getThrowableProxy();
    boolean noise = thrown == null ? isToldOfItsKind(event) : isNoise(event, thrown);
    return noise ? FilterReply.DENY : FilterReply.NEUTRAL;
  }

  /** A node of a later version may send what this one does not know once a second. */
  private boolean isToldOfItsKind(ILoggingEvent event) {
    return event.getLoggerName().equals("io.vertx.core.eventbus.impl.clustered.ClusteredMessage")
        && (unknown.size() >= MOST_KINDS || !unknown.add(event.getFormattedMessage()));
  }

  private static boolean isNoise(ILoggingEvent event, IThrowableProxy thrown) {
    return switch (event.getLoggerName()) {
      case "io.vertx.core.impl.ContextImpl" -> isToldTwice(event, thrown);
      case "io.netty.util.concurrent.DefaultPromise" -> isStrangeStream(event, thrown);
      case "io.vertx.core.impl.VertxImpl" -> isToldElsewhere(event);
      case "com.hazelcast.instance.AddressPicker" -> isPortTaken(thrown);
      case "io.vertx.redis.client.impl.RedisConnectionManager" -> isBrokenRedis(thrown);
      default -> false;
    };
  }

  /**
   * A message to all nodes has one promise for all its writes; where a node is gone a second write
   * fails it again, with each node that dies.
   */
  private static boolean isToldTwice(ILoggingEvent event, IThrowableProxy thrown) {
    StackTraceElementProxy[] trace = thrown.getStackTraceElementProxyArray();
    return event.getLevel() == Level.ERROR
        && thrown.getClassName().equals("java.lang.IllegalStateException")
        && trace.length > 0
        && trace[0].getStackTraceElement().getClassName().equals("io.vertx.core.Promise")
        && isThrough(trace, "io.vertx.core.net.impl.DelegatingChannelPromise");
  }

  /**
   * It trips over streams that it refused, or has not heard of, when their connection breaks: who
   * sends such would write a trace with each frame, and the connection ends all the same.
   */
  private static boolean isStrangeStream(ILoggingEvent event, IThrowableProxy thrown) {
    return event.getLevel() == Level.WARN
        && thrown.getClassName().equals("java.lang.NullPointerException")
        && isThrough(
            thrown.getStackTraceElementProxyArray(), "io.vertx.core.http.impl.Http2ConnectionBase");
  }

  /** Why a node can not start is its last line. */
  private static boolean isToldElsewhere(ILoggingEvent event) {
    return event.getMessage().equals("Failed to initialize clustered Vert.x");
  }

  /** Likewise. */
  private static boolean isPortTaken(IThrowableProxy thrown) {
    return Stream.iterate(thrown, Objects::nonNull, IThrowableProxy::getCause)
        .anyMatch(cause -> cause.getClassName().equals("java.net.BindException"));
  }

  /**
   * A connection to Redis that broke, or was refused by TLS, with each try. Why Redis is away is
   * told once, by who asks it.
   */
  private static boolean isBrokenRedis(IThrowableProxy thrown) {
    IThrowableProxy cause = thrown.getCause();
    IThrowableProxy last = cause == null ? thrown : cause;
    return BROKEN.contains(last.getClassName())
        || last.getClassName().startsWith("javax.net.ssl.")
        || "Connection was closed".equals(last.getMessage());
  }

  private static boolean isThrough(StackTraceElementProxy[] trace, String type) {
    return Arrays.stream(trace)
        .anyMatch(at -> at.getStackTraceElement().getClassName().equals(type));
  }
}
