package lab.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import lab.gateway.Serving;
import lab.gateway.call.ByteBudget;
import lab.testkit.script.Exchange;
import lab.testkit.script.Reply;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An answer of 100 MB passes a node that holds a small part of it at a time. */
class HugeAnswerTest extends WithScriptedNode {
  private static final int HUGE = 100 * 1024 * 1024;

  /** What systems keep on both ways, and the node itself. */
  private static final long PART = 32L * 1024 * 1024;

  private static final String SPEECH = "/v1/audio/speech";
  private static final String ORDER = "{\"model\":\"test-model\",\"input\":\"a long story\"}";

  private @Nullable ByteBudget budget;

  @Override
  Serving serving(Serving usual) {
    budget = usual.budget();
    return usual;
  }

  @Test
  void aClientThatDoesNotReadHoldsItsProviderUpAndThenGetsAllOfIt() throws Exception {
    // Given
    provider.then(Reply.ok().header("content-type", "audio/mpeg").sized().body(new byte[HUGE]));
    Future<Exchange> asked = provider.awaitRequest(asked() + 1);
    try (Wire wire = new Wire(node.port(), 64 * 1024)) {
      // When
      wire.send(Wire.post(SPEECH, ORDER));
      long passed = done(done(asked).stalled(Duration.ofMillis(500)));
      long held = Objects.requireNonNull(budget).held();
      long all = wire.readsBytes();

      // Then
      assertThat(passed).isLessThan(PART);
      assertThat(held).isLessThan(1024 * 1024);
      assertThat(all).isEqualTo(HUGE);
    }
  }

  @Test
  @Tag("soak")
  void soItDoesByHttp2() throws Exception {
    // Given
    provider.then(Reply.ok().header("content-type", "audio/mpeg").sized().body(new byte[HUGE]));
    Future<Exchange> asked = provider.awaitRequest(asked() + 1);
    try (OneConnection client = OneConnection.to(vertx, node.port())) {
      // When
      HttpClientResponse head = done(client.send(SPEECH, ORDER));
      long passed = done(done(asked).stalled(Duration.ofMillis(500)));
      Future<Buffer> all = head.body();
      HttpClientResponse unused = head.resume();

      // Then
      assertThat(passed).isLessThan(PART);
      assertThat(all.await(60, TimeUnit.SECONDS).length()).isEqualTo(HUGE);
    }
  }
}
