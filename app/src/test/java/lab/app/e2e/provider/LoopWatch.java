package lab.app.e2e.provider;

import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that nothing holds an event loop for 200 ms. Only what the loop's thread itself burned
 * or waited for counts: on a busy machine a loop that is merely not scheduled is no fault.
 */
final class LoopWatch implements AutoCloseable {
  private static final Duration LONGEST_TURN = Duration.ofMillis(200);
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final List<String> blocked = new CopyOnWriteArrayList<>();
  private final List<Loop> loops = new ArrayList<>();
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          work -> Thread.ofPlatform().daemon().name("loop-watch").unstarted(work));

  private static final class Loop {
    private final EventExecutor executor;
    private volatile @Nullable Thread thread;
    private volatile boolean answered = true;
    private long askedNanos;
    private long cpuNanos;

    Loop(EventExecutor executor) {
      this.executor = executor;
    }
  }

  private LoopWatch(Vertx vertx) {
    for (EventExecutor executor : ((VertxInternal) vertx).nettyEventLoopGroup()) {
      loops.add(new Loop(executor));
    }
    Future<?> unused = watch.scheduleWithFixedDelay(this::look, 0, 20, TimeUnit.MILLISECONDS);
  }

  static LoopWatch of(Vertx vertx) {
    return new LoopWatch(vertx);
  }

  /** Where loops were held, as stack traces. */
  List<String> blocked() {
    return List.copyOf(blocked);
  }

  private void look() {
    for (Loop loop : loops) {
      Thread thread = loop.thread;
      if (loop.answered) {
        ask(loop, thread);
      } else if (thread != null && System.nanoTime() - loop.askedNanos > LONGEST_TURN.toNanos()) {
        judge(loop, thread);
      }
    }
  }

  private static void ask(Loop loop, @Nullable Thread thread) {
    loop.answered = false;
    loop.askedNanos = System.nanoTime();
    loop.cpuNanos = thread == null ? 0 : THREADS.getThreadCpuTime(thread.threadId());
    loop.executor.execute(
        () -> {
          loop.thread = Thread.currentThread();
          loop.answered = true;
        });
  }

  private void judge(Loop loop, Thread thread) {
    long burned = THREADS.getThreadCpuTime(thread.threadId()) - loop.cpuNanos;
    boolean waits = thread.getState() != Thread.State.RUNNABLE;
    StackTraceElement[] stack = thread.getStackTrace();
    String at = Arrays.toString(stack).replace(", ", "\n  at ");
    if (!loop.answered && !firstTime(stack) && (waits || burned > LONGEST_TURN.toNanos() / 2)) {
      blocked.add(at);
      loop.askedNanos = System.nanoTime();
    }
  }

  /** Whether code is being loaded or linked, which happens once in the life of a machine. */
  private static boolean firstTime(StackTraceElement[] stack) {
    return Arrays.stream(stack)
        .anyMatch(
            frame ->
                frame.getMethodName().equals("<clinit>")
                    || frame.getMethodName().equals("loadClass")
                    || frame.getClassName().startsWith("java.lang.invoke."));
  }

  @Override
  public void close() {
    var unused = watch.shutdownNow();
  }
}
