package lab.metrics.alerts;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.circuitbreaker.OpenCircuitException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import lab.config.AlertSettings.Form;
import lab.contract.Standing.Alert.Telling;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A webhook that fails, hangs, refuses or sends elsewhere. */
@Timeout(value = 60, unit = SECONDS)
class CourierTest {
  private static final Courier.Pace QUICK =
      new Courier.Pace(Duration.ofSeconds(1), 3, Duration.ofMillis(5), 2, Duration.ofMillis(200));

  private final Vertx vertx = Vertx.vertx();
  private final List<String> received = new CopyOnWriteArrayList<>();
  private final List<String> elsewhere = new CopyOnWriteArrayList<>();
  private final Deque<Consumer<HttpServerRequest>> script = new ArrayDeque<>();
  private HttpServer server;

  @BeforeEach
  void start() {
    server =
        done(
            vertx
                .createHttpServer()
                .requestHandler(
                    request ->
                        request
                            .body()
                            .onSuccess(
                                body -> {
                                  received.add(request.path() + " " + body);
                                  next().accept(request);
                                }))
                .listen(0, "127.0.0.1"));
  }

  @AfterEach
  void close() {
    var unused = done(vertx.close());
  }

  private synchronized Consumer<HttpServerRequest> next() {
    return script.isEmpty() ? answers(200) : script.removeFirst();
  }

  private synchronized void then(List<Consumer<HttpServerRequest>> replies) {
    script.addAll(replies);
  }

  private static Consumer<HttpServerRequest> answers(int status) {
    return request -> {
      var unused = request.response().setStatusCode(status).end("words");
    };
  }

  private static <T> T done(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(30, SECONDS).join();
  }

  private Courier courier() {
    return new Courier(
        vertx,
        vertx.createHttpClient(new HttpClientOptions().setKeepAlive(false)),
        Troubled.webhook(Form.JSON, "http://127.0.0.1:" + server.actualPort() + "/secret-path"),
        QUICK);
  }

  private Future<Telling> tell(Courier courier) {
    return courier.tell(Troubled.alert("it is wrong", null));
  }

  @Test
  void whoTakesItIsToldOnce() {
    // Given
    Courier courier = courier();

    // When
    Telling told = done(tell(courier));

    // Then
    assertThat(told).isEqualTo(Telling.OPEN);
    assertThat(received).hasSize(1);
    assertThat(received.getFirst()).startsWith("/secret-path {\"status\":\"open\"");
    assertThat(courier.isFree()).isTrue();
    assertThat(done(courier.tell(Troubled.alert("it is wrong", Troubled.NOW.plusSeconds(1)))))
        .isEqualTo(Telling.OVER);
  }

  @Test
  void whoFailsIsToldAgain() {
    // Given
    then(List.of(answers(500), answers(429), request -> request.connection().close()));

    // When
    Telling told = done(tell(courier()));

    // Then
    assertThat(told).isEqualTo(Telling.OPEN);
    assertThat(received).hasSize(4);
  }

  @Test
  void whoHangsIsGivenUpAndToldAgain() {
    // Given
    then(List.of(request -> {}));

    // When
    Telling told = done(tell(courier()));

    // Then
    assertThat(told).isEqualTo(Telling.OPEN);
    assertThat(received).hasSize(2);
  }

  @Test
  void whoAnswersWithoutAnEndHoldsNothingUp() {
    // Given
    then(
        List.of(
            request -> {
              var unused = request.response().setChunked(true).write("and so on");
            }));

    // When
    Telling told = done(tell(courier()));

    // Then
    assertThat(told).isEqualTo(Telling.OPEN);
    assertThat(received).hasSize(1);
  }

  @Test
  void whoRefusesIsNotToldAgain() {
    // Given
    then(List.of(answers(403)));

    // When
    Telling told = done(tell(courier()));

    // Then
    assertThat(told).isEqualTo(Telling.REFUSED);
    assertThat(received).hasSize(1);
  }

  @Test
  void nobodyIsFollowedElsewhere() {
    // Given
    HttpServer other =
        done(
            vertx
                .createHttpServer()
                .requestHandler(
                    request -> {
                      elsewhere.add(request.path());
                      answers(200).accept(request);
                    })
                .listen(0, "127.0.0.1"));
    then(
        List.of(
            request -> {
              var unused =
                  request
                      .response()
                      .setStatusCode(307)
                      .putHeader("location", "http://127.0.0.1:" + other.actualPort() + "/inside")
                      .end();
            }));

    // When
    Telling told = done(tell(courier()));

    // Then
    assertThat(told).isEqualTo(Telling.REFUSED);
    assertThat(elsewhere).isEmpty();
  }

  @Test
  void whoFailsOftenIsLeftAloneForAWhile() {
    // Given
    then(Collections.nCopies(8, answers(503)));
    Courier courier = courier();
    Throwable first = failure(tell(courier));
    Throwable second = failure(tell(courier));
    int calls = received.size();

    // When
    Throwable third = failure(tell(courier));

    // Then
    assertThat(first).hasMessage("status 503");
    assertThat(second).hasMessage("status 503");
    assertThat(third).isInstanceOf(OpenCircuitException.class);
    assertThat(received).hasSize(calls);
    assertThat(courier.isFree()).isTrue();

    // When: the rest is over
    await()
        .until(
            () -> tell(courier).transform(Future::succeededFuture), told -> done(told).succeeded());

    // Then
    assertThat(received).hasSize(calls + 1);
  }

  private static Throwable failure(Future<Telling> told) {
    await().until(told::isComplete);
    return told.cause();
  }
}
