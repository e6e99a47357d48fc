package lab.testkit.script;

import io.vertx.core.Future;
import io.vertx.core.Promise;

/** A point in a script that is passed only when a test says so: what replaces a sleep. */
public final class Gate {
  private final Promise<Void> reached = Promise.promise();
  private final Promise<Void> opened = Promise.promise();

  /** Lets the script go on; also before it gets here, and more than once. */
  public void open() {
    // Tried, because a second opening is no mistake: several replies may share a gate.
    opened.tryComplete();
  }

  /** Completes when a script stands here for the first time: everything before has been sent. */
  public Future<Void> reached() {
    return reached.future();
  }

  Future<Void> pass() {
    reached.tryComplete();
    return opened.future();
  }
}
