package lab.router.share;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.AsyncMap;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import lab.contract.CircuitChanged;
import lab.contract.CircuitChanged.Part;
import lab.contract.CircuitChanged.Place;
import lab.contract.FailureKind;
import lab.contract.ModelName;
import lab.contract.NodeId;
import lab.contract.ProviderName;
import lab.router.share.Entry.Claim;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LedgerTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant OVER = START.plusSeconds(60);
  private static final NodeId A = new NodeId("a");
  private static final NodeId B = new NodeId("b");
  private static final Place PLACE =
      new Place(new ProviderName("p"), Part.MODEL, new ModelName("m"));
  private static final CircuitChanged REST = rest(0, 60, A);

  private final Vertx vertx = Vertx.vertx();
  private final Ledger ledger = ledger();

  private Ledger ledger() {
    return new Ledger(() -> vertx.sharedData().getAsyncMap(Ledger.MAP));
  }

  private static CircuitChanged rest(int since, int until, NodeId by) {
    return new CircuitChanged(
        PLACE, START.plusSeconds(since), START.plusSeconds(until), FailureKind.SERVER, 1, null, by);
  }

  private static CircuitChanged back(CircuitChanged from, int since) {
    return new CircuitChanged(
        PLACE,
        from.since(),
        from.until(),
        from.because(),
        from.strikes(),
        START.plusSeconds(since),
        from.by());
  }

  @AfterEach
  void close() {
    await(vertx.close());
  }

  @Test
  void whatOneNodeWroteAnotherReads() {
    // Given
    CircuitChanged key =
        new CircuitChanged(
            new Place(new ProviderName("a \"b\", c"), Part.KEY, null),
            START,
            OVER,
            FailureKind.AUTH,
            0,
            OVER,
            B);
    await(ledger.note(REST));
    await(ledger.note(key));

    // When
    List<Entry> read = await(ledger().load(START));

    // Then
    assertThat(read).extracting(Entry::told).containsExactlyInAnyOrder(REST, key);
  }

  @Test
  void aShorterRestDoesNotReplaceALongerOneAndTheWriterLearnsOfIt() {
    // Given
    await(ledger.note(rest(1, 100, A)));

    // When
    Entry there = await(ledger.note(rest(0, 60, B)));

    // Then
    assertThat(there.told()).isEqualTo(rest(1, 100, A));
  }

  @Test
  void ofManyWhoAskAtOnceOneMayTry() {
    // Given
    await(ledger.note(REST));
    List<Future<Entry>> asked = new ArrayList<>();

    // When
    for (int node = 0; node < 5; node++) {
      asked.add(ledger().claim(REST, claim("n" + node, 5), OVER));
    }

    // Then
    List<Claim> given =
        asked.stream().map(one -> Objects.requireNonNull(await(one).claim())).distinct().toList();
    assertThat(given).hasSize(1);
  }

  @Test
  void aClaimEndsUnlessItIsRenewed() {
    // Given
    await(ledger.claim(REST, claim("a", 5), OVER));

    // When
    Entry tooSoon = await(ledger.claim(REST, claim("b", 9), OVER.plusSeconds(4)));
    Entry renewed = await(ledger.claim(REST, claim("a", 9), OVER.plusSeconds(4)));
    Entry stillTooSoon = await(ledger.claim(REST, claim("b", 13), OVER.plusSeconds(8)));
    Entry afterItsEnd = await(ledger.claim(REST, claim("b", 14), OVER.plusSeconds(9)));

    // Then
    assertThat(tooSoon.claim()).isEqualTo(claim("a", 5));
    assertThat(renewed.claim()).isEqualTo(claim("a", 9));
    assertThat(stillTooSoon.claim()).isEqualTo(claim("a", 9));
    assertThat(afterItsEnd.claim()).isEqualTo(claim("b", 14));
  }

  @Test
  void nobodyMayTryBeforeTheRestIsOverOrAfterItCameBack() {
    // Given
    await(ledger.note(rest(0, 90, B)));

    // When
    Entry early = await(ledger.claim(REST, claim("a", 5), OVER));
    await(ledger.note(back(rest(0, 90, B), 91)));
    Entry late = await(ledger.claim(rest(0, 90, B), claim("a", 40), OVER.plusSeconds(35)));

    // Then
    assertThat(early).isEqualTo(new Entry(rest(0, 90, B), null));
    assertThat(late).isEqualTo(new Entry(back(rest(0, 90, B), 91), null));
  }

  @Test
  void whatAnotherWroteSinceItWasReadLastIsNeitherLostNorPassedOver() {
    // Given
    Ledger other = ledger();
    await(ledger.note(REST));
    await(other.note(rest(0, 90, B)));

    // When
    Entry shorter = await(ledger.note(rest(0, 70, A)));
    Entry longer = await(other.note(rest(0, 120, B)));
    Entry same = await(ledger.note(REST));

    // Then
    assertThat(shorter.told().until()).isEqualTo(START.plusSeconds(90));
    assertThat(List.of(longer, same))
        .extracting(entry -> entry.told().until())
        .containsOnly(START.plusSeconds(120));
  }

  @Test
  void whatIsGoneSinceItWasReadLastIsWrittenAgain() {
    // Given
    await(ledger.note(REST));
    Future<AsyncMap<String, String>> map = vertx.sharedData().getAsyncMap(Ledger.MAP);
    await(await(map).clear());

    // When
    Entry same = await(ledger.note(REST));
    await(await(map).clear());
    Entry longer = await(ledger.note(rest(0, 90, A)));

    // Then
    assertThat(same).isEqualTo(new Entry(REST, null));
    assertThat(await(ledger().load(START))).containsExactly(longer);
  }

  @Test
  void aClaimIsForOneRest() {
    // Given
    await(ledger.claim(REST, claim("a", 5), OVER));

    // When
    Entry next = await(ledger.note(rest(61, 181, A)));

    // Then
    assertThat(next).isEqualTo(new Entry(rest(61, 181, A), null));
  }

  @Test
  void whatIsOfNoUseAnyMoreIsRemoved() {
    // Given
    await(ledger.note(REST));
    Instant old = OVER.plus(Entry.KEPT);

    // When
    List<Entry> kept = await(ledger.load(old));
    List<Entry> dropped = await(ledger.load(old.plusSeconds(1)));

    // Then
    assertThat(kept).hasSize(1);
    assertThat(dropped).isEmpty();
    Integer left = await(map().compose(AsyncMap::size));
    assertThat(left).isZero();
  }

  @Test
  void whatThisVersionCanNotReadIsPassedOverAndReplaced() {
    // Given
    await(map().compose(map -> map.put(Entry.key(PLACE), "{\"because\":\"MOON\"}")));
    assertThat(await(ledger.load(START))).isEmpty();

    // When
    await(ledger.note(REST));

    // Then
    assertThat(await(ledger.load(START))).containsExactly(new Entry(REST, null));
  }

  @Test
  void aFieldOfANewerVersionIsIgnored() {
    // Given
    String newer = new Entry(REST, claim("a", 1)).json().replaceFirst("\\{", "{\"later\":[1],");

    // Then
    assertThat(Entry.read(newer)).isEqualTo(new Entry(REST, claim("a", 1)));
  }

  @Test
  void aRestForAKindOfFailureThatANewerVersionAddedIsARest() {
    // Given
    String known = new Entry(REST, claim("a", 1)).json();
    String newer = known.replace("\"because\":\"SERVER\"", "\"because\":\"ADDED_LATER\"");

    // Then
    assertThat(newer).isNotEqualTo(known);
    assertThat(Entry.read(newer)).isEqualTo(new Entry(REST, claim("a", 1)));
  }

  private static Claim claim(String node, int after) {
    return new Claim(new NodeId(node), OVER.plusSeconds(after));
  }

  private Future<AsyncMap<String, String>> map() {
    return vertx.sharedData().getAsyncMap(Ledger.MAP);
  }

  @CanIgnoreReturnValue
  private static <T extends @Nullable Object> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(10, SECONDS).join();
  }
}
