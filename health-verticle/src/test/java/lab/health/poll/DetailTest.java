package lab.health.poll;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import lab.config.Provider;
import lab.config.ProviderType;
import lab.contract.FailureKind;
import lab.contract.ModelName;
import lab.contract.ProbeReport.Busy;
import lab.contract.ProbeReport.Finding;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What servers tell of themselves, and that it never makes them look worse. */
class DetailTest {
  private static final String TAGS = "{\"models\":[{\"name\":\"a\"},{\"name\":\"b\"}]}";
  private static final String LOADED = "{\"models\":[{\"name\":\"b\",\"size_vram\":1}]}";

  private final Polling polling = new Polling();

  @AfterEach
  void close() {
    polling.close();
  }

  @Test
  void ollamaTellsWhatIsInMemory() throws Exception {
    // Given
    String base =
        polling.serve(
            request -> request.response().end("/api/ps".equals(request.path()) ? LOADED : TAGS));

    // When
    polling.poll(Polling.once(), Providers.of(ProviderType.OLLAMA, base));

    // Then
    assertThat(polling.next().finding())
        .isEqualTo(
            new Finding.Up(Polling.UP.models(), List.of(new ModelName("b")), null, null, null));
  }

  @Test
  void llamaCppTellsHowManyRequestsItTakes() throws Exception {
    // Given
    String base =
        polling.serve(
            request ->
                request
                    .response()
                    .end(
                        "/props".equals(request.path())
                            ? "{\"modalities\":{\"total_slots\":9},\"total_slots\":4}"
                            : Polling.LIST));

    // When
    polling.poll(Polling.once(), Providers.of(ProviderType.LLAMA_CPP, base));

    // Then
    assertThat(polling.next().finding())
        .isEqualTo(new Finding.Up(Polling.UP.models(), List.of(), 4, null, null));
  }

  @Test
  void llamaCppTellsHowManyOfItsSlotsAreBusy() throws Exception {
    // Given
    String slots =
        "[{\"id\":0,\"is_processing\":true,\"params\":{\"is_processing\":true}},"
            + "{\"id\":1,\"is_processing\":false},{\"id\":2,\"is_processing\":true}]";
    String base = polling.serve(request -> answer(request, Map.of("/slots", slots)));

    // When
    polling.poll(Polling.once(), Providers.of(ProviderType.LLAMA_CPP, base));

    // Then
    assertThat(polling.next().finding()).isEqualTo(Polling.UP.withBusy(new Busy(2, 0, null)));
  }

  @Test
  void whereLlamaCppShowsItsGaugesTheyTellWhoWaitsToo() throws Exception {
    // Given
    String gauges = "llamacpp:requests_processing 4\nllamacpp:requests_deferred 3\n";
    Map<String, String> open = Map.of("/slots", "[{\"is_processing\":true}]", "/metrics", gauges);
    String base = polling.serve(request -> answer(request, open));

    // When
    polling.poll(Polling.once(), Providers.of(ProviderType.LLAMA_CPP, base));

    // Then
    assertThat(polling.next().finding()).isEqualTo(Polling.UP.withBusy(new Busy(4, 3, null)));
  }

  @Test
  void vllmTellsItsLoadAndHowFullItsCacheIs() throws Exception {
    // Given
    String gauges =
        """
        vllm:num_requests_running{model_name="m"} 7.0
        vllm:num_requests_waiting{model_name="m"} 2.0
        vllm:kv_cache_usage_perc{model_name="m"} 0.5
        """;
    String base = polling.serve(request -> answer(request, Map.of("/metrics", gauges)));

    // When
    polling.poll(Polling.once(), Providers.of(ProviderType.VLLM, base));

    // Then
    assertThat(polling.next().finding()).isEqualTo(Polling.UP.withBusy(new Busy(7, 2, 0.5)));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "12.5, `{\"data\":{\"limit\":20,\"limit_remaining\":12.5,\"usage\":7.5}}`",
        ", `{\"data\":{\"limit\":null,\"limit_remaining\":null}}`",
        ", `{\"other\":{\"limit_remaining\":3}}`"
      })
  void openRouterTellsWhatIsLeftOfTheCreditsOfItsKey(@Nullable Double left, String body)
      throws Exception {
    // Given
    String base = polling.serve(request -> answer(request, Map.of("/v1/key", body)));

    // When
    polling.poll(Polling.once(), Providers.of(ProviderType.OPENROUTER, base));

    // Then
    assertThat(polling.next().finding())
        .isEqualTo(left == null ? Polling.UP : Polling.UP.withCreditsLeft(left));
  }

  @Test
  void aKeyWithoutCreditsIsDownBeforeARequestFindsOut() throws Exception {
    // Given
    String body = "{\"data\":{\"limit_remaining\":-0.01}}";
    String base = polling.serve(request -> answer(request, Map.of("/v1/key", body)));

    // When
    polling.poll(Polling.once(), Providers.of(ProviderType.OPENROUTER, base));

    // Then
    assertThat(polling.next().finding())
        .isEqualTo(new Finding.Down(FailureKind.CREDITS, "no credits are left for its key"));
  }

  @Test
  void aListThatIsOpenToAllDoesNotHideARefusedKey() throws Exception {
    // Given
    String base =
        polling.serve(
            request -> {
              boolean list = "/v1/models".equals(request.path());
              request.response().setStatusCode(list ? 200 : 401).end(Polling.LIST);
            });

    // When
    polling.poll(Polling.once(), Providers.of(ProviderType.OPENROUTER, base));

    // Then
    assertThat(polling.next().finding())
        .isEqualTo(new Finding.Down(FailureKind.AUTH, "answered 401"));
  }

  @Test
  void whoClosesItsGaugesToTheKeyIsUp() throws Exception {
    // Given
    String base =
        polling.serve(
            request -> {
              boolean gauges = "/metrics".equals(request.path());
              request.response().setStatusCode(gauges ? 401 : 200).end(Polling.LIST);
            });

    // When
    polling.poll(Polling.once(), Providers.of(ProviderType.VLLM, base));

    // Then
    assertThat(polling.next().finding()).isEqualTo(Polling.UP);
  }

  /** A list of two models, and what else is open. */
  private static void answer(HttpServerRequest request, Map<String, String> open) {
    String path = String.valueOf(request.path());
    String body = path.endsWith("/models") ? Polling.LIST : open.get(path);
    if (body == null) {
      request.response().setStatusCode(path.equals("/health") ? 200 : 404).end();
    } else {
      request.response().end(body);
    }
  }

  @Test
  void aServerThatKeepsItToItselfIsUp() throws Exception {
    // Given
    String base = polling.serve(request -> answerListOnly(request, "/api/ps"));

    // When
    polling.poll(Providers.checks(Polling.FAR, ofSeconds(2), 1), ollama(base));

    // Then
    assertThat(polling.next().finding()).isEqualTo(Polling.UP);
  }

  private static Provider ollama(String base) {
    return Providers.of(ProviderType.OLLAMA, base);
  }

  /** Nothing comes from the other path, ever. */
  private static void answerListOnly(HttpServerRequest request, String silent) {
    if (!silent.equals(request.path())) {
      request.response().end(TAGS);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[1]",
        "{\"data\":{\"limit_remaining\":\"4\"}}",
        "{",
        "{\"total_slots\":0}",
        "{\"total_slots\":-3}",
        "{\"total_slots\":\"4\"}",
        "{\"total_slots\":99999999999}",
        "<html>"
      })
  void anythingElseTellsNothing(String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);

    assertThat(Detail.values())
        .allMatch(detail -> detail.read(Polling.UP, bytes).equals(Polling.UP));
  }
}
