package lab.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import lab.config.RateLimit;
import lab.config.Spending;
import lab.contract.RequestFacts;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Limits in a router's explanation. */
class LimitsToldTest {
  private static final Rule TWO =
      new Rule(Limit.Scope.PROVIDER, "two", new RateLimit(5, null, null, Spending.ANY));

  /** Everybody may be asked but those of whom so much is left. */
  private static JsonObject told(JsonObject explanation, Map<String, Left> left) {
    LimitsTold limits =
        new LimitsTold(
            (candidate, asked) -> {
              @Nullable Left its = left.get(candidate.provider().value());
              return its == null ? List.of() : Standing.all(TWO, RequestFacts.NONE, bound -> its);
            });
    return new JsonObject(limits.addedTo(explanation.encode()));
  }

  private static JsonObject explanation() {
    return new JsonObject()
        .put("model", "m")
        .put("attempts", new JsonArray().add(one("one")).add(one("two")))
        .put("on_too_long", new JsonArray().add(one("two")))
        .put("left_out", new JsonArray());
  }

  private static JsonObject one(String provider) {
    return new JsonObject().put("provider", provider).put("model", "m").put("source", "exact");
  }

  @Test
  void whatNobodyLimitsStaysAsItIs() {
    assertThat(told(explanation(), Map.of())).isEqualTo(explanation());
  }

  @Test
  void whoIsAtALimitIsLeftOutOnceWhereverItStood() {
    // When
    JsonObject told = told(explanation(), Map.of("two", new Left(0, false)));

    // Then
    assertThat(told.getJsonArray("attempts")).containsExactly(one("one"));
    assertThat(told.getJsonArray("on_too_long")).isEmpty();
    assertThat(told.getJsonArray("left_out"))
        .containsExactly(
            new JsonObject()
                .put("provider", "two")
                .put("model", "m")
                .put("reason", "over_limit: provider two: rpm 5, 0 left"));
    assertThat(told.getString("refused")).isNull();
  }

  @Test
  void whatAnotherNodeCountsIsSaidToBeHeard() {
    // When
    JsonObject told = told(explanation(), Map.of("two", new Left(4, true)));

    // Then
    assertThat(told.getJsonArray("attempts").getJsonObject(1).getJsonArray("limits"))
        .containsExactly(
            new JsonObject()
                .put("of", "provider two")
                .put("limit", "rpm")
                .put("most", 5)
                .put("left", 4)
                .put("heard", true));
  }

  @Test
  void whereNobodyIsLeftTheRequestIsRefused() {
    // When
    JsonObject told =
        told(explanation(), Map.of("one", new Left(0, false), "two", new Left(0.5, false)));

    // Then
    assertThat(told.getJsonArray("attempts")).isEmpty();
    assertThat(told.getString("refused")).isEqualTo("over_limit");
  }

  @Test
  void anotherRefusalIsNotRenamed() {
    // Given
    JsonObject refused =
        explanation().put("refused", "none_available").put("attempts", new JsonArray());

    // When
    JsonObject told = told(refused, Map.of("two", new Left(0, false)));

    // Then
    assertThat(told.getString("refused")).isEqualTo("none_available");
    assertThat(told.getJsonArray("left_out")).hasSize(1);
  }
}
