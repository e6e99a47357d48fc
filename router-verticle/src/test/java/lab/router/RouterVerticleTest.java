package lab.router;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import lab.config.ProviderType;
import lab.contract.CallId;
import lab.contract.Candidate;
import lab.contract.FailureKind;
import lab.contract.ModelName;
import lab.contract.NodeId;
import lab.contract.Operation;
import lab.contract.ProbeReport;
import lab.contract.ProbeReport.Finding;
import lab.contract.ProviderName;
import lab.contract.RouteDecision;
import lab.contract.RouteDecision.Go;
import lab.contract.RouteQuery;
import lab.contract.bus.Bus;
import lab.router.live.LiveBoard;
import lab.router.plan.Plan;
import lab.router.plan.Rules;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RouterVerticleTest {
  private final Vertx vertx = Vertx.vertx();
  private final Bus bus = Bus.of(vertx, new NodeId("n1"));
  private final LiveBoard board = new LiveBoard();
  private final Plan plan =
      new Rules()
          .provider("first", ProviderType.OLLAMA, "m")
          .provider("second", ProviderType.OLLAMA, "m")
          .plan();

  @AfterEach
  void close() {
    await(vertx.close());
  }

  @Test
  void aQueryIsAnsweredOverTheBus() {
    // Given
    deploy();

    // When
    RouteDecision decision = await(bus.ask(RouteQuery.LINE, query()));

    // Then
    assertThat(providers(decision)).containsExactly("first", "second");
  }

  @Test
  void whatAPollFoundChangesTheNextDecision() {
    // Given
    deploy();
    Finding down = new Finding.Down(FailureKind.SERVER, "refused");
    ProbeReport report =
        new ProbeReport(new ProviderName("first"), down, Instant.EPOCH, Duration.ZERO);

    // When
    bus.tell(ProbeReport.LINE, report);

    // Then
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () -> {
              RouteDecision decision = await(bus.ask(RouteQuery.LINE, query()));
              assertThat(providers(decision)).containsExactly("second", "first");
            });
  }

  private void deploy() {
    await(vertx.deployVerticle(new LiveBoardVerticle(bus, board)));
    await(vertx.deployVerticle(new RouterVerticle(bus, plan, board)));
  }

  private static RouteQuery query() {
    return new RouteQuery(
        new CallId("c"), Operation.CHAT, new ModelName("m"), false, List.of(), false);
  }

  private static List<String> providers(RouteDecision decision) {
    return decision instanceof Go(var inOrder, _, _, _)
        ? inOrder.stream().map(Candidate::provider).map(ProviderName::value).toList()
        : List.of();
  }

  @CanIgnoreReturnValue
  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(10, SECONDS).join();
  }
}
