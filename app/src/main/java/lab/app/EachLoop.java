package lab.app;

import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Puts one instance of a verticle on every event loop. As many instances as loops are not enough:
 * Vert.x deals loops in turn to everything that asks for one, so two instances may share a loop and
 * another loop go without. An instance that lands on a taken loop is turned away and another is
 * sent.
 */
final class EachLoop {
  private EachLoop() {}

  /**
   * Deploys.
   *
   * @param loops the size of the event loop pool
   * @param verticle makes an instance
   */
  static Future<Void> deploy(Vertx vertx, int loops, Supplier<? extends VerticleBase> verticle) {
    return next(vertx, loops, verticle, ConcurrentHashMap.newKeySet(), 0);
  }

  private static Future<Void> next(
      Vertx vertx,
      int loops,
      Supplier<? extends VerticleBase> verticle,
      Set<Thread> taken,
      int tries) {
    if (taken.size() == loops) {
      return Future.succeededFuture();
    }
    if (tries > 20 * loops) {
      return Future.failedFuture(
          new IllegalStateException(
              "only " + taken.size() + " of " + loops + " event loops could be reached"));
    }
    Seat seat = new Seat(verticle.get(), taken);
    return vertx
        .deployVerticle(seat)
        .<Void>mapEmpty()
        .recover(
            failure -> seat.turnedAway ? Future.succeededFuture() : Future.failedFuture(failure))
        .compose(done -> next(vertx, loops, verticle, taken, tries + 1));
  }

  private static final class Seat implements Deployable {
    private final VerticleBase guest;
    private final Set<Thread> taken;
    private volatile boolean turnedAway;

    Seat(VerticleBase guest, Set<Thread> taken) {
      this.guest = guest;
      this.taken = taken;
    }

    @Override
    public Future<?> deploy(Context context) throws Exception {
      if (!taken.add(Thread.currentThread())) {
        turnedAway = true;
        return Future.failedFuture(new IllegalStateException("this event loop is taken"));
      }
      return guest.deploy(context);
    }

    @Override
    public Future<?> undeploy(Context context) throws Exception {
      return guest.undeploy(context);
    }
  }
}
