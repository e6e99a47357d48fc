package lab.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import lab.contract.CallId;
import lab.contract.Candidate;
import lab.contract.ModelName;
import lab.contract.Operation;
import lab.contract.ProviderName;
import lab.contract.RefusalReason;
import lab.contract.RequestFacts;
import lab.contract.RouteDecision;
import lab.contract.RouteQuery;
import lab.contract.SourceRef;
import lab.contract.Stage;
import lab.contract.Why;
import org.junit.jupiter.api.Test;

class RememberedTest {
  private static final Why WHY =
      new Why(Stage.EXACT, "m", new SourceRef("model-mappings.yaml", 1, 1), List.of());

  private final AtomicLong nanos = new AtomicLong();
  private final Remembered remembered = new Remembered(nanos::get);

  private static RouteQuery query(
      Operation operation, String model, boolean streamed, String capability) {
    return new RouteQuery(
        new CallId("c"),
        operation,
        new ModelName(model),
        streamed,
        capability,
        RequestFacts.NONE,
        List.of(),
        false);
  }

  private static RouteQuery chat(String model) {
    return query(Operation.CHAT, model, false, "code");
  }

  private static RouteDecision.Go go(String model) {
    Candidate one = new Candidate(new ProviderName("p"), new ModelName(model), "exact");
    return new RouteDecision.Go(List.of(one), List.of(), List.of(), WHY);
  }

  @Test
  void theLastDecisionForTheSameKindOfRequestIsKept() {
    // Given
    remembered.keep(chat("a"), go("first"));
    remembered.keep(chat("a"), go("last"));

    // When
    var last = remembered.last(chat("a"));

    // Then
    assertThat(last).isEqualTo(go("last"));
    assertThat(remembered.last(chat("b"))).isNull();
    assertThat(remembered.last(query(Operation.CHAT, "a", true, "code"))).isNull();
    assertThat(remembered.last(query(Operation.CHAT, "a", false, "prose"))).isNull();
    assertThat(remembered.last(query(Operation.EMBEDDING, "a", false, "code"))).isNull();
  }

  @Test
  void aRefusalNeitherIsKeptNorReplacesADecision() {
    // Given
    remembered.keep(chat("a"), go("m"));

    // When
    remembered.keep(chat("a"), new RouteDecision.Refuse(RefusalReason.NONE_AVAILABLE, null, WHY));

    // Then
    assertThat(remembered.last(chat("a"))).isEqualTo(go("m"));
  }

  @Test
  void aDecisionIsForgottenAfterTenMinutes() {
    // Given
    remembered.keep(chat("a"), go("m"));

    // When
    nanos.addAndGet(Duration.ofMinutes(10).minusSeconds(1).toNanos());
    var before = remembered.last(chat("a"));
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    var after = remembered.last(chat("a"));

    // Then
    assertThat(before).isEqualTo(go("m"));
    assertThat(after).isNull();
  }

  @Test
  void noMoreThanAThousandAreKept() {
    // When
    for (int i = 0; i < 3_000; i++) {
      remembered.keep(chat("model-" + i), go("m"));
    }

    // Then
    assertThat(remembered.size()).isEqualTo(1_000);
  }
}
