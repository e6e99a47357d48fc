package lab.health.poll;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import lab.config.Configuration;
import lab.config.Credentials;
import lab.config.HealthChecks;
import lab.config.Provider;
import lab.config.ProviderStatus;
import lab.config.ProviderType;
import lab.config.Secret;
import lab.contract.FailureKind;
import lab.contract.ModelName;
import lab.contract.ProbeReport;
import lab.contract.ProbeReport.Finding;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Polls over real sockets, each against a small server that misbehaves in one way. */
class PollerTest {
  private static final String LIST = "{\"data\":[{\"id\":\"a\"},{\"id\":\"b\"}]}";
  private static final Finding.Up UP =
      new Finding.Up(List.of(new ModelName("a"), new ModelName("b")));
  private static final Duration FAR = Duration.ofHours(1);

  private final Vertx vertx = Vertx.vertx();
  private final BlockingQueue<ProbeReport> reports = new LinkedBlockingQueue<>();

  @AfterEach
  void close() {
    await(vertx.close());
  }

  @Test
  void theFirstPollIsMadeAtOnceAndTellsTheNames() throws Exception {
    // Given
    String base = serve(request -> request.response().end(LIST));

    // When
    poll(once(), Providers.of(ProviderType.OPENAI, base));

    // Then
    assertThat(next().finding()).isEqualTo(UP);
  }

  @Test
  void aKeyIsSentAsABearerToken() throws Exception {
    // Given
    Promise<String> seen = Promise.promise();
    String base =
        serve(
            request -> {
              seen.tryComplete(request.method() + " " + request.getHeader("Authorization"));
              request.response().end(LIST);
            });
    Credentials key = new Credentials.Key(new Secret("sk-1"));

    // When
    poll(once(), Providers.of(ProviderType.OPENAI, base, null, ProviderStatus.ACTIVE, key));

    // Then
    assertThat(await(seen.future())).isEqualTo("GET Bearer sk-1");
  }

  @Test
  void nobodyListeningIsDown() throws Exception {
    // Given
    HttpServer server = listen(request -> {});
    String base = base(server);
    await(server.close());

    // When
    poll(once(), Providers.of(ProviderType.OLLAMA, base));

    // Then
    assertThat(next().finding()).isEqualTo(new Finding.Down(FailureKind.SERVER, "no connection"));
  }

  @Test
  void aServerThatSaysNothingIsDownAndItsConnectionIsGivenUp() throws Exception {
    // Given
    Promise<Void> closed = Promise.promise();
    String base = serve(request -> request.connection().closeHandler(closed::tryComplete));

    // When
    poll(Providers.checks(FAR, ofMillis(200), 1), Providers.of(ProviderType.OPENAI, base));

    // Then
    assertThat(next().finding())
        .isEqualTo(new Finding.Down(FailureKind.TIMEOUT, "no answer within 200 ms"));
    await(closed.future());
  }

  @Test
  void anAnswerThatNeverEndsIsCutOffAtItsLimit() throws Exception {
    // Given
    Promise<Void> closed = Promise.promise();
    String base =
        serve(
            request -> {
              request.connection().closeHandler(closed::tryComplete);
              request.response().setChunked(true);
              pour(request);
            });

    // When
    poll(Providers.checks(FAR, ofSeconds(20), 1), Providers.of(ProviderType.OPENAI, base));

    // Then
    assertThat(next().finding())
        .isEqualTo(new Finding.Down(FailureKind.SERVER, "an answer of more than 4194304 bytes"));
    await(closed.future());
  }

  private static void pour(HttpServerRequest request) {
    // Goes on until the other side closes, which fails the write.
    request.response().write("[".repeat(64 * 1024)).onSuccess(written -> pour(request));
  }

  @Test
  void aServerThatDripsIsGivenUpWhenTheTimeIsOver() throws Exception {
    // Given
    String base =
        serve(
            request -> {
              request.response().setChunked(true).write("[");
              long drip = vertx.setPeriodic(20, tick -> request.response().write(" "));
              request.connection().closeHandler(gone -> vertx.cancelTimer(drip));
            });

    // When
    poll(Providers.checks(FAR, ofMillis(300), 1), Providers.of(ProviderType.OPENAI, base));

    // Then
    assertThat(next().finding()).isInstanceOf(Finding.Down.class);
  }

  @Test
  void aServerThatLoadsAModelIsDownUntilItHasLoadedIt() throws Exception {
    // Given
    AtomicInteger asked = new AtomicInteger();
    String loading =
        "{\"error\":{\"code\":503,\"message\":\"Loading model\",\"type\":\"unavailable_error\"}}";
    String base =
        serve(
            request -> {
              boolean ready = asked.incrementAndGet() > 1;
              request.response().setStatusCode(ready ? 200 : 503).end(ready ? LIST : loading);
            });

    // When
    poll(
        Providers.checks(ofMillis(20), ofSeconds(5), 1),
        Providers.of(ProviderType.LLAMA_CPP, base));

    // Then
    assertThat(next().finding()).isEqualTo(new Finding.Down(FailureKind.LOADING, "answered 503"));
    assertThat(next().finding()).isEqualTo(UP);
  }

  @Test
  void aServerWithoutAStateEndpointIsJudgedByItsList() throws Exception {
    // Given
    String base =
        serve(
            request -> {
              boolean list = "/v1/models".equals(request.path());
              request.response().setStatusCode(list ? 200 : 404).end(list ? LIST : "");
            });

    // When
    poll(once(), Providers.of(ProviderType.LLAMA_CPP, base));

    // Then
    assertThat(next().finding()).isEqualTo(UP);
  }

  @Test
  void aServerThatIsWellAndHasNoListIsUpWithUnknownModels() throws Exception {
    // Given
    String base =
        serve(
            request ->
                request.response().setStatusCode("/ok".equals(request.path()) ? 200 : 404).end());

    // When
    poll(
        once(),
        Providers.of(
            ProviderType.OPENAI_COMPATIBLE,
            base,
            "/ok",
            ProviderStatus.ACTIVE,
            new Credentials.NotNeeded()));

    // Then
    assertThat(next().finding()).isEqualTo(new Finding.Up(List.of()));
  }

  @Test
  void aRedirectIsNotFollowed() throws Exception {
    // Given
    AtomicInteger asked = new AtomicInteger();
    String base =
        serve(
            request -> {
              asked.incrementAndGet();
              request.response().setStatusCode(302).putHeader("Location", "/other").end();
            });

    // When
    poll(once(), Providers.of(ProviderType.OPENAI, base));

    // Then
    assertThat(next().finding()).isEqualTo(new Finding.Down(FailureKind.SERVER, "answered 302"));
    assertThat(asked).hasValue(1);
  }

  @Test
  void somethingElseOnThePortIsDown() throws Exception {
    // Given
    String base = serve(request -> request.response().end("<html>It works!</html>"));

    // When
    poll(once(), Providers.of(ProviderType.OLLAMA, base));

    // Then
    assertThat(next().finding())
        .isEqualTo(new Finding.Down(FailureKind.SERVER, "no list of models in its answer"));
  }

  @Test
  void oneBadAnswerIsNotDown() throws Exception {
    // Given
    AtomicInteger asked = new AtomicInteger();
    String base =
        serve(
            request -> {
              if (asked.incrementAndGet() < 3) {
                request.connection().close();
              } else {
                request.response().end(LIST);
              }
            });

    // When
    poll(Providers.checks(FAR, ofMillis(500), 3), Providers.of(ProviderType.OPENAI, base));

    // Then
    assertThat(next().finding()).isEqualTo(UP);
  }

  @Test
  void aRefusedKeyIsDownWithoutFurtherTries() throws Exception {
    // Given
    AtomicInteger asked = new AtomicInteger();
    String base =
        serve(
            request -> {
              asked.incrementAndGet();
              request.response().setStatusCode(401).end("bad key sk-secret");
            });

    // When
    poll(Providers.checks(FAR, ofSeconds(5), 3), Providers.of(ProviderType.OPENAI, base));

    // Then
    assertThat(next().finding()).isEqualTo(new Finding.Down(FailureKind.AUTH, "answered 401"));
    assertThat(asked).hasValue(1);
  }

  @Test
  void whoMayNotBeRoutedToIsNotPolled() {
    // Given
    String base = "http://127.0.0.1:1";
    HealthChecks off = new HealthChecks(false, FAR, ofSeconds(1), 1);
    Provider active = Providers.of(ProviderType.OLLAMA, base);
    Credentials none = new Credentials.NotNeeded();
    Provider disabled =
        Providers.of(ProviderType.OLLAMA, base, null, ProviderStatus.DISABLED, none);
    Provider withoutKey =
        Providers.of(
            ProviderType.OPENAI, base, null, ProviderStatus.ACTIVE, new Credentials.Missing("K"));
    Provider unspoken = Providers.of(ProviderType.ANTHROPIC, base);

    // When
    List<Integer> pollers =
        List.of(
            pollers(once(), active),
            pollers(off, active),
            pollers(once(), disabled),
            pollers(once(), withoutKey),
            pollers(once(), unspoken));

    // Then
    assertThat(pollers).containsExactly(1, 0, 0, 0, 0);
  }

  @Test
  void aChangeOfStateIsLoggedAndNothingElse() throws Exception {
    // Given
    Logger logger = (Logger) LoggerFactory.getLogger(Poller.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    logger.addAppender(lines);
    AtomicInteger asked = new AtomicInteger();
    String base =
        serve(
            request -> {
              boolean up = asked.incrementAndGet() % 6 > 2;
              request.response().setStatusCode(up ? 200 : 500).end(LIST);
            });

    // When
    poll(Providers.checks(ofMillis(10), ofSeconds(5), 1), Providers.of(ProviderType.OPENAI, base));
    for (int report = 0; report < 9; report++) {
      next();
    }
    logger.detachAppender(lines);

    // Then
    assertThat(List.copyOf(lines.list).stream().map(ILoggingEvent::getMessage).limit(3))
        .containsExactly("provider is down", "provider is up", "provider is down");
  }

  @Test
  void whoIsDownIsPolledAgainSoon() {
    // Given
    Finding down = new Finding.Down(FailureKind.SERVER, "no connection");

    // When
    Map<String, Duration> pauses =
        Map.of(
            "up", Poller.pauseAfter(UP, ofSeconds(60), 1),
            "strayed", Poller.pauseAfter(UP, ofSeconds(60), 1.1),
            "down", Poller.pauseAfter(down, ofSeconds(60), 1),
            "down, short interval", Poller.pauseAfter(down, ofSeconds(2), 1));

    // Then
    assertThat(pauses)
        .containsEntry("up", ofSeconds(60))
        .containsEntry("strayed", ofSeconds(66))
        .containsEntry("down", ofSeconds(5))
        .containsEntry("down, short interval", ofSeconds(2));
  }

  private static HealthChecks once() {
    return Providers.checks(FAR, ofSeconds(5), 1);
  }

  private int pollers(HealthChecks checks, Provider provider) {
    return Poller.all(vertx, Providers.configuration(checks, provider), reports::add).size();
  }

  private void poll(HealthChecks checks, Provider provider) {
    Configuration configuration = Providers.configuration(checks, provider);
    Poller.all(vertx, configuration, reports::add)
        .forEach(poller -> vertx.getOrCreateContext().runOnContext(start -> poller.start()));
  }

  @CanIgnoreReturnValue
  private ProbeReport next() throws InterruptedException {
    ProbeReport report = reports.poll(30, SECONDS);
    assertThat(report).as("a report within 30 s").isNotNull();
    return report;
  }

  private String serve(Handler<HttpServerRequest> handler) {
    return base(listen(handler));
  }

  private HttpServer listen(Handler<HttpServerRequest> handler) {
    return await(vertx.createHttpServer().requestHandler(handler).listen(0, "127.0.0.1"));
  }

  private static String base(HttpServer server) {
    return "http://127.0.0.1:" + server.actualPort();
  }

  @CanIgnoreReturnValue
  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(30, SECONDS).join();
  }
}
