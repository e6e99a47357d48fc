package lab.contract.bus;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import lab.contract.CallFinished;
import lab.contract.CallId;
import lab.contract.Heartbeat;
import lab.contract.NodeId;
import lab.contract.Operation;
import lab.contract.RefusalReason;
import lab.contract.RequestFacts;
import lab.contract.Role;
import lab.contract.RouteDecision;
import lab.contract.RouteQuery;
import lab.contract.SourceRef;
import lab.contract.Stage;
import lab.contract.Usage;
import lab.contract.Why;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BusTest {
  private static final RouteQuery QUERY =
      new RouteQuery(
          new CallId("c"), Operation.CHAT, null, false, null, RequestFacts.NONE, List.of(), false);
  private static final RouteDecision REFUSAL =
      new RouteDecision.Refuse(
          RefusalReason.NO_MODEL,
          Duration.ofSeconds(1),
          new Why(Stage.DEFAULT, "r", SourceRef.BUILT_IN, List.of()));
  private static final CallFinished FINISHED =
      new CallFinished(
          new CallId("c"),
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

  private Vertx vertx;
  private Bus bus;

  @BeforeEach
  void openBus() {
    vertx = Vertx.vertx();
    bus = Bus.of(vertx, new NodeId("a"));
  }

  @AfterEach
  void closeBus() throws Exception {
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  @Test
  void aLocalMessageArrivesAsTheVeryObjectThatWasSent() throws Exception {
    // Given
    deploy(() -> bus.answer(RouteQuery.LINE, query -> REFUSAL));

    // When
    RouteDecision answer = await(bus.ask(RouteQuery.LINE, QUERY));

    // Then
    assertThat(answer).isSameAs(REFUSAL);
  }

  @Test
  void aQuestionIsAnsweredOnTheAskersOwnLoopWhenSomebodyAnswersThere() throws Exception {
    // Given
    Promise<List<Thread>> threads = Promise.promise();
    // When
    deploy(
        () ->
            bus.answer(
                    RouteQuery.LINE,
                    query -> {
                      answeredOn = Thread.currentThread();
                      return REFUSAL;
                    })
                .compose(ready -> bus.ask(RouteQuery.LINE, QUERY))
                .onSuccess(
                    answer -> threads.complete(List.of(Thread.currentThread(), answeredOn))));

    // Then
    List<Thread> seen = await(threads.future());
    assertThat(seen.get(0)).isSameAs(seen.get(1));
    assertThat(bus.offLoopAsks()).isZero();
  }

  private volatile Thread answeredOn = Thread.currentThread();

  @Test
  void aQuestionFromALoopWithoutAnAnswererIsAnsweredAllTheSameAndCounted() throws Exception {
    // Given
    deploy(() -> bus.answer(RouteQuery.LINE, query -> REFUSAL));

    // When
    RouteDecision answer = await(bus.ask(RouteQuery.LINE, QUERY));

    // Then
    assertThat(answer).isEqualTo(REFUSAL);
    assertThat(bus.offLoopAsks()).isOne();
  }

  @Test
  void anAnswererThatThrowsFailsTheAskerAtOnce() throws Exception {
    // Given
    Function<RouteQuery, RouteDecision> broken =
        query -> {
          throw new IllegalStateException("broken on purpose");
        };
    deploy(() -> bus.answer(RouteQuery.LINE, broken));

    // When
    Throwable failure = failureOf(bus.ask(RouteQuery.LINE, QUERY));

    // Then
    assertThat(failure).hasMessageContaining("broken on purpose");
  }

  @Test
  void aQuestionThatNobodyAnswersFailsAtOnceAndSaysSo() throws Exception {
    // When
    Throwable failure = failureOf(bus.ask(RouteQuery.LINE, QUERY));

    // Then
    assertThat(failure)
        .isInstanceOfSatisfying(
            ReplyException.class,
            reply -> assertThat(reply.failureType()).isEqualTo(ReplyFailure.NO_HANDLERS));
  }

  @Test
  void whatIsNoMessageOfItsLineIsCountedAndFailsTheAskerAtOnce() throws Exception {
    // Given: on one loop, which takes them in order
    ConcurrentLinkedQueue<Object> heard = new ConcurrentLinkedQueue<>();
    deploy(
        () ->
            Future.all(
                bus.answer(RouteQuery.LINE, query -> REFUSAL),
                bus.hear(Heartbeat.LINE, Role.ROUTER, heard::add)));

    // When
    vertx.eventBus().publish(Heartbeat.LINE.address(), "no heartbeat");
    Throwable failure =
        failureOf(vertx.eventBus().request(RouteQuery.LINE.address(), "no question"));

    // Then
    assertThat(failure).hasMessageContaining(RouteQuery.LINE.address());
    assertThat(bus.unreadable()).isEqualTo(2);
    assertThat(heard).isEmpty();
  }

  @Test
  void aRoleOnEveryLoopHearsEachNoticeOnceAndOnTheTellersLoop() throws Exception {
    // Given
    ConcurrentLinkedQueue<Thread> heardOn = new ConcurrentLinkedQueue<>();
    Promise<Void> heard = Promise.promise();
    for (int i = 0; i < 4; i++) {
      deploy(
          () ->
              bus.hear(
                  CallFinished.LINE,
                  Role.METRICS,
                  event -> {
                    heardOn.add(Thread.currentThread());
                    heard.tryComplete();
                  }));
    }
    // When
    Promise<Thread> toldOn = Promise.promise();
    deploy(
        () ->
            bus.hear(CallFinished.LINE, Role.ROUTER, event -> {})
                .onSuccess(
                    ready -> {
                      toldOn.complete(Thread.currentThread());
                      bus.tell(CallFinished.LINE, FINISHED);
                    }));

    // Then
    await(heard.future());
    deploy(Future::succeededFuture); // One more turn, so that a second hearing would be seen.
    assertThat(heardOn).hasSize(1);
    assertThat(toldOn.future().isComplete()).isTrue();
  }

  private void deploy(java.util.function.Supplier<Future<?>> start) throws Exception {
    await(
        vertx.deployVerticle(
            new VerticleBase() {
              @Override
              public Future<?> start() {
                return start.get();
              }
            }));
  }

  @CanIgnoreReturnValue
  private static <T> T await(Future<T> future) throws Exception {
    return future.await(10, TimeUnit.SECONDS);
  }

  private static Throwable failureOf(Future<?> future) throws Exception {
    return await(future.map(done -> new Throwable("succeeded")).otherwise(failure -> failure));
  }
}
