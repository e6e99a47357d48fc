package lab.gateway.call;

import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Work that takes the longer the more bytes there are: a little of it is done where it is, for a
 * worker costs more than it saves; much of it would hold up everybody else on the event loop.
 */
public final class OffLoop {
  /** About two milliseconds of translation, the slowest of what is done here. */
  public static final int MOST_ON_THE_LOOP = 256 * 1024;

  /**
   * What is translated is in memory several times until it is written. All workers together may do
   * that with a body of this size; larger ones take turns, over the whole node.
   */
  private static final int MOST_SIDE_BY_SIDE = 1024 * 1024;

  private final WorkerExecutor sideBySide;
  private final WorkerExecutor turns;

  /**
   * @param vertx of the loop
   */
  public OffLoop(Vertx vertx) {
    // By name: the same threads for all loops of the node.
    this.sideBySide = vertx.createSharedWorkerExecutor("lab-bodies", 4);
    this.turns = vertx.createSharedWorkerExecutor("lab-large-bodies", 1);
  }

  /**
   * Does the work, here and now or on a worker.
   *
   * @param bytes to work on
   * @param room where they are counted; held until the work is done, whatever becomes of its call
   * @param work touches nothing that belongs to the loop
   * @param done gets its result, on the loop; what it belongs to may be over by then
   * @param failed gets what the work threw, on the loop
   */
  public <T> void run(
      long bytes,
      ByteBudget.Share room,
      Supplier<T> work,
      Consumer<? super T> done,
      Consumer<Throwable> failed) {
    if (bytes > MOST_ON_THE_LOOP) {
      room.hold();
      (bytes > MOST_SIDE_BY_SIDE ? turns : sideBySide)
          .executeBlocking(work::get, false)
          .andThen(ended -> room.letGo())
          .onComplete(done::accept, failed::accept);
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
