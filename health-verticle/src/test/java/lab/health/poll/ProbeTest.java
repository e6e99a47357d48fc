package lab.health.poll;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import lab.config.Credentials;
import lab.config.ProviderStatus;
import lab.config.ProviderType;
import lab.config.Secret;
import lab.contract.FailureKind;
import lab.contract.ProbeReport.Finding;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One poll each, over real sockets, of a small server that misbehaves in one way. */
class ProbeTest {
  private final Polling polling = new Polling();

  @AfterEach
  void close() {
    polling.close();
  }

  @Test
  void aKeyIsSentAsABearerToken() throws Exception {
    // Given
    Promise<String> seen = Promise.promise();
    String base =
        polling.serve(
            request -> {
              seen.tryComplete(request.method() + " " + request.getHeader("Authorization"));
              request.response().end(Polling.LIST);
            });
    Credentials key = new Credentials.Key(new Secret("sk-1"));

    // When
    polling.poll(
        Polling.once(), Providers.of(ProviderType.OPENAI, base, null, ProviderStatus.ACTIVE, key));

    // Then
    assertThat(Polling.await(seen.future())).isEqualTo("GET Bearer sk-1");
  }

  @Test
  void nobodyListeningIsDown() throws Exception {
    // Given
    HttpServer server = polling.listen(request -> {});
    String base = Polling.base(server);
    Polling.await(server.close());

    // When
    polling.poll(Polling.once(), Providers.of(ProviderType.OLLAMA, base));

    // Then
    assertThat(polling.next().finding())
        .isEqualTo(new Finding.Down(FailureKind.SERVER, "no connection"));
  }

  @Test
  void aServerThatSaysNothingIsDownAndItsConnectionIsGivenUp() throws Exception {
    // Given
    Promise<Void> closed = Promise.promise();
    String base = polling.serve(request -> request.connection().closeHandler(closed::tryComplete));

    // When
    polling.poll(
        Providers.checks(Polling.FAR, ofMillis(200), 1), Providers.of(ProviderType.OPENAI, base));

    // Then
    assertThat(polling.next().finding())
        .isEqualTo(new Finding.Down(FailureKind.TIMEOUT, "no answer within 200 ms"));
    Polling.await(closed.future());
  }

  @Test
  void anAnswerThatNeverEndsIsCutOffAtItsLimit() throws Exception {
    // Given
    Promise<Void> closed = Promise.promise();
    String base =
        polling.serve(
            request -> {
              request.connection().closeHandler(closed::tryComplete);
              request.response().setChunked(true);
              pour(request);
            });

    // When
    polling.poll(
        Providers.checks(Polling.FAR, ofSeconds(20), 1), Providers.of(ProviderType.OPENAI, base));

    // Then
    assertThat(polling.next().finding())
        .isEqualTo(new Finding.Down(FailureKind.SERVER, "an answer of more than 4194304 bytes"));
    Polling.await(closed.future());
  }

  private static void pour(HttpServerRequest request) {
    // Goes on until the other side closes, which fails the write.
    request.response().write("[".repeat(64 * 1024)).onSuccess(written -> pour(request));
  }

  @Test
  void aServerThatDripsIsGivenUpWhenTheTimeIsOver() throws Exception {
    // Given
    String base =
        polling.serve(
            request -> {
              request.response().setChunked(true).write("[");
              long drip = polling.vertx().setPeriodic(20, tick -> request.response().write(" "));
              request.connection().closeHandler(gone -> polling.vertx().cancelTimer(drip));
            });

    // When
    polling.poll(
        Providers.checks(Polling.FAR, ofMillis(300), 1), Providers.of(ProviderType.OPENAI, base));

    // Then
    assertThat(polling.next().finding()).isInstanceOf(Finding.Down.class);
  }

  @Test
  void aServerWithoutAStateEndpointIsJudgedByItsList() throws Exception {
    // Given
    String base =
        polling.serve(
            request -> {
              boolean list = "/v1/models".equals(request.path());
              request.response().setStatusCode(list ? 200 : 404).end(list ? Polling.LIST : "");
            });

    // When
    polling.poll(Polling.once(), Providers.of(ProviderType.LLAMA_CPP, base));

    // Then
    assertThat(polling.next().finding()).isEqualTo(Polling.UP);
  }

  @Test
  void aServerThatIsWellAndHasNoListIsUpWithUnknownModels() throws Exception {
    // Given
    String base =
        polling.serve(
            request ->
                request.response().setStatusCode("/ok".equals(request.path()) ? 200 : 404).end());

    // When
    polling.poll(
        Polling.once(),
        Providers.of(
            ProviderType.OPENAI_COMPATIBLE,
            base,
            "/ok",
            ProviderStatus.ACTIVE,
            new Credentials.NotNeeded()));

    // Then
    assertThat(polling.next().finding()).isEqualTo(new Finding.Up(List.of()));
  }

  @Test
  void aRedirectIsNotFollowed() throws Exception {
    // Given
    AtomicInteger asked = new AtomicInteger();
    String base =
        polling.serve(
            request -> {
              asked.incrementAndGet();
              request.response().setStatusCode(302).putHeader("Location", "/other").end();
            });

    // When
    polling.poll(Polling.once(), Providers.of(ProviderType.OPENAI, base));

    // Then
    assertThat(polling.next().finding())
        .isEqualTo(new Finding.Down(FailureKind.SERVER, "answered 302"));
    assertThat(asked).hasValue(1);
  }

  @Test
  void somethingElseOnThePortIsDown() throws Exception {
    // Given
    String base = polling.serve(request -> request.response().end("<html>It works!</html>"));

    // When
    polling.poll(Polling.once(), Providers.of(ProviderType.OLLAMA, base));

    // Then
    assertThat(polling.next().finding())
        .isEqualTo(new Finding.Down(FailureKind.SERVER, "no list of models in its answer"));
  }
}
