package lab.testkit.demo;

import io.vertx.core.Vertx;
import java.net.URI;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** A test in front of the demo's servers, at full speed and on free ports. */
abstract class WithDemo {
  static Vertx vertx;
  static DemoProviders demo;

  @BeforeAll
  static void start() throws Exception {
    vertx = Vertx.vertx();
    demo = DemoProviders.startOnFreePorts(vertx, Pace.FULL_SPEED).await(20, TimeUnit.SECONDS);
  }

  @AfterAll
  static void stop() throws Exception {
    vertx.close().await(20, TimeUnit.SECONDS);
  }

  static Client client(DemoServer server) {
    URI address = demo.addresses().get(server.provider());
    return new Client(vertx, Objects.requireNonNull(address));
  }
}
