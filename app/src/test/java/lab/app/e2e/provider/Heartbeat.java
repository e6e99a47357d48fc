package lab.app.e2e.provider;

import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A timer on every event loop that measures the longest turn: the CPU time that a loop's thread
 * burned between two beats. A busy machine may keep a thread waiting, but burns nothing in its
 * name.
 */
final class Heartbeat implements AutoCloseable {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final AtomicLong longestNanos = new AtomicLong();
  private volatile boolean stopped;

  private Heartbeat(Vertx vertx) {
    for (EventExecutor loop : ((VertxInternal) vertx).nettyEventLoopGroup()) {
      loop.execute(() -> beat(loop, THREADS.getCurrentThreadCpuTime()));
    }
  }

  static Heartbeat of(Vertx vertx) {
    return new Heartbeat(vertx);
  }

  private void beat(EventExecutor loop, long cpuBefore) {
    long cpu = THREADS.getCurrentThreadCpuTime();
    longestNanos.accumulateAndGet(cpu - cpuBefore, Math::max);
    if (!stopped) {
      Future<?> unused = loop.schedule(() -> beat(loop, cpu), 1, TimeUnit.MILLISECONDS);
    }
  }

  /** The longest turn of any loop so far. */
  Duration longestTurn() {
    return Duration.ofNanos(longestNanos.get());
  }

  @Override
  public void close() {
    stopped = true;
  }
}
