package lab.gateway.call;

import io.vertx.core.Vertx;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Work that takes the longer the more bytes there are: a little of it is done where it is, for a
 * worker costs more than it saves; much of it would hold up everybody else on the event loop.
 */
public final class OffLoop {
  /** About two milliseconds of translation, the slowest of what is done here. */
  private static final int MOST_ON_THE_LOOP = 256 * 1024;

  private final Vertx vertx;

  /**
   * @param vertx of the loop
   */
  public OffLoop(Vertx vertx) {
    this.vertx = vertx;
  }

  /**
   * Does the work, here and now or on a worker.
   *
   * @param bytes to work on
   * @param work touches nothing that belongs to the loop
   * @param done gets its result, on the loop; what it belongs to may be over by then
   * @param failed gets what the work threw, on the loop
   */
  public <T> void run(
      long bytes, Supplier<T> work, Consumer<? super T> done, Consumer<Throwable> failed) {
    if (bytes > MOST_ON_THE_LOOP) {
      vertx.executeBlocking(work::get, false).onComplete(done::accept, failed::accept);
      return;
    }
    T result;
    try {
      result = work.get();
    } catch (RuntimeException bug) {
      failed.accept(bug);
      return;
    }
    done.accept(result);
  }
}
