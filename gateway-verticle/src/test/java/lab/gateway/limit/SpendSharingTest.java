package lab.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import lab.config.ConfigLoader;
import lab.config.Configuration;
import lab.config.Loading;
import lab.config.Spending;
import lab.contract.Candidate;
import lab.contract.KeysTold.Spent;
import lab.contract.ModelName;
import lab.contract.NodeId;
import lab.contract.ProviderName;
import lab.contract.Usage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What keys have spent, as nodes tell each other; an answer costs 2 dollars. */
class SpendSharingTest {
  private static final Purse PURSE = purse("k");

  private final Vertx vertx = Vertx.vertx();
  private final Path folder;
  private Instant now = Instant.parse("2026-01-31T12:00:00Z");
  private Budgets here;
  private Budgets there;

  SpendSharingTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeEach
  void start() throws Exception {
    Files.writeString(
        folder.resolve("providers.yaml"),
        "providers: {p: {type: vllm, base_url: 'http://127.0.0.1:9', models: [m],"
            + " cost_per_1k_tokens: {m: 1000}}}");
    Loading loading = ConfigLoader.load(folder, Map.of());
    assertThat(loading).isInstanceOf(Loading.Valid.class);
    Configuration files = ((Loading.Valid) loading).configuration();
    here = budgets("here", files);
    there = budgets("there", files);
  }

  @AfterEach
  void stop() throws Exception {
    var unused = vertx.close().await(10, TimeUnit.SECONDS);
  }

  private Budgets budgets(String node, Configuration files) {
    Budgets budgets = new Budgets(vertx, new NodeId(node), folder.resolve(node), () -> now);
    budgets.goesBy(files);
    return budgets;
  }

  private static void answers(Budgets node, Purse purse) {
    node.pay(
        purse, new Candidate(new ProviderName("p"), new ModelName("m"), "why"), new Usage(1, 1));
  }

  @Test
  void aLostWordIsMadeGoodThoughNothingMoreIsSpent() {
    // Given: the other has heard nothing of the second answer
    answers(here, PURSE);
    there.hear(here.told());
    answers(here, PURSE);
    Spent lost = here.told();
    assertThat(lost.sums()).isNotEmpty();
    assertThat(there.over(PURSE)).isNull();

    // When
    for (int i = 0; i < Budgets.AGAIN; i++) {
      there.hear(here.told());
    }

    // Then
    assertThat(there.over(PURSE)).isNotNull();
  }

  @Test
  void whatIsToldAgainIsLittleAndNothingOfDaysThatAreOver() {
    // Given
    answers(here, PURSE);
    assertThat(here.told().sums()).hasSize(2);

    // Then: a day and a month, once in ten times
    int again = 0;
    for (int i = 0; i < 10 * Budgets.AGAIN; i++) {
      again += here.told().sums().size();
    }
    assertThat(again).isEqualTo(20);

    // When
    now = now.plus(Duration.ofDays(60));

    // Then
    for (int i = 0; i < 2 * Budgets.AGAIN; i++) {
      assertThat(here.told().sums()).isEmpty();
    }
  }

  @Test
  void howeverManyKeysThereAreEachTurnComes() {
    // Given: more than are told at a time
    for (int i = 0; i < 2_000; i++) {
      answers(here, purse("k" + i));
    }
    Spent lost = here.told();
    assertThat(lost.sums()).hasSize(4_000);

    // When
    int most = 0;
    for (int i = 0; i < 8 * Budgets.AGAIN; i++) {
      Spent told = here.told();
      most = Math.max(most, told.sums().size());
      there.hear(told);
    }

    // Then
    assertThat(most).isLessThan(1_000);
    assertThat(there.known().sums()).containsExactlyInAnyOrderElementsOf(here.known().sums());
  }

  private static Purse purse(String key) {
    return Purse.of(Limit.Scope.KEY, key, key, Spending.ofDollars(3.0, null));
  }
}
