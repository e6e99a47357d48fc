package lab.app.e2e;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import lab.app.TestNode;
import lab.testkit.demo.DemoProviders;
import lab.testkit.demo.Pace;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A node in front of the simulated servers of the demo, which here lose no time. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class WithDemoNode {
  private static final int ANY_PORT = 4000; // The test node takes a free one all the same.

  private final Vertx vertx = Vertx.vertx();
  DemoProviders demo;
  TestNode node;

  @BeforeAll
  void startNode(@TempDir Path folder) throws Exception {
    demo = done(DemoProviders.startOnFreePorts(vertx, Pace.FULL_SPEED));
    demo.writeConfiguration(folder, ANY_PORT);
    node = TestNode.start(folder, Map.of());
  }

  @AfterAll
  void stopNode() throws Exception {
    node.close();
    done(demo.close());
    done(vertx.close());
  }

  @CanIgnoreReturnValue
  static <T> T done(Future<T> future) throws Exception {
    return future.await(10, TimeUnit.SECONDS);
  }
}
