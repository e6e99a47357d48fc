package lab.router.share;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.AsyncMap;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import lab.config.ProviderType;
import lab.contract.CircuitChanged;
import lab.contract.CircuitChanged.Part;
import lab.contract.CircuitChanged.Place;
import lab.contract.FailureKind;
import lab.contract.NodeId;
import lab.contract.ProviderName;
import lab.router.board.NodeBoard;
import lab.router.circuit.Circuit.Cooling;
import lab.router.plan.Rules;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CircuitBookTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Place PLACE = new Place(new ProviderName("p"), Part.SERVER, null);
  private static final NodeId A = new NodeId("a");
  private static final CircuitChanged REST =
      new CircuitChanged(
          PLACE, START, START.plusSeconds(60), FailureKind.SERVER, 1, null, new NodeId("b"));

  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();
  private final AtomicReference<Instant> now = new AtomicReference<>(START.plusSeconds(60));
  private final NodeBoard board =
      NodeBoard.of(new Rules().provider("p", ProviderType.OLLAMA, "m").configuration());

  private CircuitBook book(Future<AsyncMap<String, String>> map) {
    return new CircuitBook(board, new Ledger(() -> map), A, now::get);
  }

  @AfterEach
  void close() {
    var unused =
        vertx.close().toCompletionStage().toCompletableFuture().orTimeout(10, SECONDS).join();
  }

  @Test
  void whereTheMapIsGoneTheNodeTriesByItself() {
    // Given
    CircuitBook book = book(Future.failedFuture("gone"));
    book.hear(REST);

    // Then
    assertThat(book.mayTry(PLACE, now.get(), context)).isFalse();
    Awaitility.await().until(() -> book.mayTry(PLACE, now.get(), context));
  }

  @Test
  void whereTheMapDoesNotAnswerTheNodeTriesByItself() {
    // Given
    CircuitBook book = book(Promise.<AsyncMap<String, String>>promise().future());
    book.hear(REST);

    // Then
    assertThat(book.mayTry(PLACE, now.get(), context)).isFalse();
    Awaitility.await().until(() -> book.mayTry(PLACE, now.get(), context));
  }

  @Test
  void whatOnlyThisNodeKnowsIsWrittenAndWhatOnlyTheMapKnowsIsRead() throws Exception {
    // Given
    Future<AsyncMap<String, String>> map = vertx.sharedData().getAsyncMap(Ledger.MAP);
    Ledger ledger = new Ledger(() -> map);
    CircuitBook book = book(map);
    book.hear(REST);
    Place key = new Place(PLACE.provider(), Part.KEY, null);
    CircuitChanged refused =
        new CircuitChanged(
            key, START, START.plusSeconds(600), FailureKind.AUTH, 0, null, new NodeId("c"));
    var unused = ledger.note(refused).await(10, SECONDS);

    // When
    book.reload().await(10, SECONDS);

    // Then
    assertThat(board.circuit(key))
        .isEqualTo(new Cooling(START, START.plusSeconds(600), FailureKind.AUTH, 0));
    Awaitility.await()
        .untilAsserted(
            () -> {
              List<Entry> written = ledger.load(START).await(10, SECONDS);
              assertThat(written)
                  .extracting(entry -> entry.told().place())
                  .containsExactlyInAnyOrder(PLACE, key);
            });
  }
}
