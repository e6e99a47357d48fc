package lab.metrics.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import lab.contract.AttemptOutcome.Ending;
import lab.contract.CallFinished.Stats.Counted;
import lab.contract.CallFinished.Stats.Within;
import lab.contract.FailureKind;
import lab.contract.ModelName;
import lab.contract.NodeId;
import lab.contract.ProviderName;
import lab.contract.Standing;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a node tells of its last hour, and what several tell together. */
class LastHourTest {
  private static final Within ALL = new Within(List.of(1, 5, 60));

  private final AtomicLong clock = new AtomicLong();
  private final LastHour hour = node();

  private LastHour node() {
    return new LastHour(clock::get, ProviderName::value, LastHourTest::label);
  }

  private static String label(@Nullable ModelName model) {
    return model == null ? "other" : model.value();
  }

  private void pass(Duration time) {
    clock.addAndGet(time.toMillis());
  }

  private static JsonObject page(LastHour... nodes) {
    Map<NodeId, Counted> told = new LinkedHashMap<>();
    for (LastHour node : nodes) {
      told.put(new NodeId("n" + told.size()), node.counted(ALL));
    }
    return new JsonObject(StatsPage.json(told, List.of(new NodeId("gone"))));
  }

  private static JsonObject of(JsonObject page, String subjects, String name, String window) {
    JsonArray all = page.getJsonArray(subjects);
    return all.stream()
        .map(JsonObject.class::cast)
        .filter(one -> one.getString("name").equals(name))
        .findFirst()
        .orElseThrow()
        .getJsonObject(window);
  }

  @Test
  void requestsLeaveTheWindowsAsTimeGoesBy() {
    // Given
    hour.note(Happened.call("m", 200, null, 100));

    // When
    pass(Duration.ofSeconds(54));
    JsonObject soon = page(hour).getJsonObject("total");
    pass(Duration.ofSeconds(6));
    JsonObject afterOne = page(hour).getJsonObject("total");
    pass(Duration.ofMinutes(4));
    JsonObject afterFive = page(hour).getJsonObject("total");
    pass(Duration.ofMinutes(55));
    JsonObject afterAnHour = page(hour).getJsonObject("total");

    // Then
    assertThat(soon.fieldNames()).containsExactlyInAnyOrder("1m", "5m", "60m");
    assertThat(afterOne.fieldNames()).containsExactlyInAnyOrder("5m", "60m");
    assertThat(afterFive.fieldNames()).containsExactly("60m");
    assertThat(afterAnHour.fieldNames()).isEmpty();
  }

  @Test
  void aRateIsOfTheTimeThatWasSeen() {
    // Given
    for (int second = 0; second < 120; second++) {
      hour.note(Happened.call("m", 200, null, 100));
      hour.note(Happened.call("m", 200, null, 100));
      pass(Duration.ofSeconds(1));
    }

    // When
    JsonObject total = page(hour).getJsonObject("total");

    // Then
    assertThat(total.getJsonObject("1m").getDouble("per_second")).isCloseTo(2, within(0.05));
    assertThat(total.getJsonObject("1m").getDouble("seconds")).isEqualTo(55);
    assertThat(total.getJsonObject("60m").getDouble("per_second")).isEqualTo(2);
    assertThat(total.getJsonObject("60m").getDouble("seconds")).isEqualTo(120);
    assertThat(total.getJsonObject("60m").getDouble("tokens_per_second")).isEqualTo(20);
  }

  @Test
  void whatTheRequestIsToBlameForIsNoFailureAndWhoLeftCountsNothing() {
    // When
    hour.note(Happened.call("m", 200, null, 100));
    hour.note(Happened.call("m", 502, FailureKind.SERVER, 100));
    hour.note(Happened.call("m", 200, FailureKind.TIMEOUT, 100));
    hour.note(Happened.call("m", 400, FailureKind.BAD_REQUEST, 100));
    hour.note(Happened.call("m", 499, FailureKind.CANCELLED, 100));
    hour.note(Happened.refused(429, FailureKind.RATE));

    // Then
    JsonObject found = of(page(hour), "models", "m", "5m");
    assertThat(found.getInteger("requests")).isEqualTo(6);
    assertThat(found.getInteger("failed")).isEqualTo(2);
    assertThat(found.getInteger("cancelled")).isEqualTo(1);
    assertThat(found.getDouble("error_rate")).isEqualTo(0.4);
  }

  @Test
  void aNameThatNobodyHasIsAFailureOnlyWhereAProviderSaidSo() {
    // When: misspelt, refused as nobody is there, and not found at a provider that should have it
    hour.note(Happened.refused(404, FailureKind.NOT_FOUND));
    hour.note(Happened.refused(503, FailureKind.OVERLOAD));
    hour.note(Happened.call("m", 404, FailureKind.NOT_FOUND, 100));

    // Then
    JsonObject found = of(page(hour), "models", "m", "5m");
    assertThat(found.getInteger("requests")).isEqualTo(3);
    assertThat(found.getInteger("failed")).isEqualTo(2);
  }

  @Test
  void percentilesOfTwoNodesAreThoseOfAllTheirRequests() {
    // Given
    LastHour other = node();
    IntStream.rangeClosed(1, 98).forEach(i -> hour.note(Happened.call("m", 200, null, 100)));
    IntStream.rangeClosed(1, 2).forEach(i -> other.note(Happened.call("m", 200, null, 10_000)));
    pass(Duration.ofSeconds(1));

    // When
    JsonObject page = page(hour, other);

    // Then
    JsonObject latency = of(page, "models", "m", "1m").getJsonObject("latency_ms");
    assertThat(latency.getDouble("p50")).isCloseTo(100, within(1.0));
    assertThat(latency.getDouble("p95")).isCloseTo(100, within(1.0));
    assertThat(latency.getDouble("p99")).isCloseTo(10_000, within(100.0));
    assertThat(of(page, "models", "m", "1m").getDouble("per_second")).isEqualTo(100);
    assertThat(page.getJsonArray("nodes")).containsExactly("n0", "n1");
    assertThat(page.getJsonArray("silent")).containsExactly("gone");
  }

  @Test
  void aProviderIsJudgedByItsAttemptsAndByLooksAtIt() {
    // Given
    for (int i = 0; i < 9; i++) {
      hour.note(Happened.attempt(new Ending.Succeeded(), true, 1_000, 20));
    }
    hour.note(Happened.attempt(new Ending.Succeeded(), false, 500, 20));
    hour.note(Happened.standing(Standing.State.ACTIVE));
    hour.note(Happened.standing(Standing.State.COOLDOWN));

    // When
    JsonObject found = of(page(hour), "providers", "p", "5m");

    // Then
    assertThat(found.getDouble("availability")).isEqualTo(0.5);
    // Half of each second goes by before a stream begins; what is not streamed takes all its time.
    assertThat(found.getDouble("writing_tokens_per_second")).isEqualTo(40);
    JsonObject score = found.getJsonObject("score");
    assertThat(score.getDouble("errors")).isEqualTo(30);
    assertThat(score.getDouble("availability")).isEqualTo(10);
    assertThat(score.getDouble("throughput")).isEqualTo(8);
    assertThat(score.getDouble("latency")).isCloseTo(40, within(0.2));
    assertThat(score.getString("grade")).isEqualTo("B");
  }

  @Test
  void aProviderThatNobodyAskedHasNoScore() {
    // When
    hour.note(Happened.standing(Standing.State.UNAVAILABLE));

    // Then
    JsonObject found = of(page(hour), "providers", "p", "1m");
    assertThat(found.getDouble("availability")).isZero();
    assertThat(found.getJsonObject("score")).isNull();
    assertThat(found.getJsonObject("latency_ms")).isNull();
  }

  @Test
  void namesBeyondTheMostCountTogetherUntilOthersAreIdle() {
    // Given
    int most = Subject.MODEL.most();
    IntStream.range(0, most + 10).forEach(i -> hour.note(Happened.call("m" + i, 200, null, 1)));

    // When
    List<String> full = names(page(hour));
    pass(Duration.ofMinutes(61));
    hour.note(Happened.call("new", 200, null, 1));

    // Then
    assertThat(full).hasSize(most + 1).contains("other").doesNotContain("m" + most);
    assertThat(of(page(hour), "models", "new", "1m").getInteger("requests")).isEqualTo(1);
  }

  private static List<String> names(JsonObject page) {
    return page.getJsonArray("models").stream()
        .map(one -> ((JsonObject) one).getString("name"))
        .toList();
  }

  /** The figure of the class comment. */
  @Test
  void aBusyNameTakesSomeTensOfKilobytes() {
    // Given
    Random random = new Random(1);
    for (int second = 0; second < 3_600; second++) {
      for (int i = 0; i < 20; i++) {
        hour.note(Happened.call("m", 200, null, Math.round(300 * Math.exp(random.nextGaussian()))));
      }
      pass(Duration.ofSeconds(1));
    }

    // Then
    assertThat(hour.packedBytes()).isBetween(10_000L, 40_000L);
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void manyThreadsCountAndNothingIsLost() throws Exception {
    // When
    Thread[] threads =
        IntStream.range(0, 4)
            .mapToObj(
                i ->
                    Thread.ofPlatform()
                        .start(
                            () -> {
                              for (int j = 0; j < 5_000; j++) {
                                hour.note(Happened.call("m", 200, null, j % 300));
                                clock.addAndGet(j % 50 == 0 ? 100 : 0);
                              }
                            }))
            .toArray(Thread[]::new);
    for (Thread thread : threads) {
      thread.join();
    }

    // Then
    assertThat(of(page(hour), "models", "m", "60m").getInteger("requests")).isEqualTo(20_000);
  }
}
