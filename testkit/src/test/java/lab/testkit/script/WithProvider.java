package lab.testkit.script;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A test with a scripted provider of its own. */
abstract class WithProvider {
  private static Vertx vertx;
  ScriptedProvider provider;

  @BeforeAll
  static void startVertx() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stopVertx() throws Exception {
    done(vertx.close());
  }

  @BeforeEach
  void start() throws Exception {
    provider = done(ScriptedProvider.start(vertx));
  }

  @AfterEach
  void stop() throws Exception {
    done(provider.close());
  }

  @CanIgnoreReturnValue
  static <T> T done(Future<T> future) throws Exception {
    return future.await(10, TimeUnit.SECONDS);
  }
}
