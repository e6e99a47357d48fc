package lab.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EachLoopTest {
  private static final int LOOPS = 4;

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(LOOPS));
  private final Queue<Thread> started = new ConcurrentLinkedQueue<>();

  @AfterEach
  void close() throws Exception {
    var unused = vertx.close().await(10, TimeUnit.SECONDS);
  }

  @Test
  void everyEventLoopGetsExactlyOneInstanceThoughOthersTakeLoopsInBetween() throws Exception {
    // Given: something else has taken the first loop
    var one = vertx.deployVerticle(new VerticleBase() {}).await(10, TimeUnit.SECONDS);

    // When
    var unused =
        EachLoop.deploy(vertx, LOOPS, StartsSomethingElse::new).await(10, TimeUnit.SECONDS);

    // Then
    assertThat(one).isNotEmpty();
    assertThat(started).hasSize(LOOPS).doesNotHaveDuplicates();
  }

  private final class StartsSomethingElse extends VerticleBase {
    @Override
    public Future<?> start() {
      started.add(Thread.currentThread());
      return vertx.deployVerticle(new VerticleBase() {});
    }
  }
}
