package lab.testkit.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import lab.contract.CallFinished;
import lab.contract.CallId;
import lab.contract.NodeId;
import lab.contract.Operation;
import lab.contract.Role;
import lab.contract.Usage;
import lab.contract.bus.Bus;
import org.junit.jupiter.api.Test;

/** A recorder hears everything and takes nothing away. */
class BusRecorderTest {

  private static CallFinished finished(String call) {
    return new CallFinished(
        new CallId(call),
        Operation.CHAT,
        null,
        null,
        null,
        false,
        200,
        null,
        1,
        null,
        Duration.ZERO,
        Duration.ZERO,
        Usage.UNKNOWN,
        null,
        null,
        null,
        null);
  }

  private static <T> T done(Future<T> future) throws Exception {
    return future.await(10, TimeUnit.SECONDS);
  }

  @Test
  void theNthNoticeIsHeardBesideTheNodesOwnHearers() throws Exception {
    // Given
    Vertx vertx = Vertx.vertx();
    try {
      Bus bus = Bus.of(vertx, new NodeId("n"));
      Promise<CallFinished> metrics = Promise.promise();
      Future<Void> hearing = bus.hear(CallFinished.LINE, Role.METRICS, metrics::tryComplete);
      BusRecorder recorder = done(hearing.compose(ready -> BusRecorder.on(bus)));

      // When
      bus.tell(CallFinished.LINE, finished("one"));
      bus.tell(CallFinished.LINE, finished("two"));

      // Then
      assertThat(done(recorder.calls().await(2)).call()).isEqualTo(new CallId("two"));
      assertThat(recorder.calls().all()).containsExactly(finished("one"), finished("two"));
      assertThat(recorder.attempts().all()).isEmpty();
      assertThat(done(metrics.future())).isEqualTo(finished("one"));
    } finally {
      vertx.close().await(10, TimeUnit.SECONDS);
    }
  }
}
