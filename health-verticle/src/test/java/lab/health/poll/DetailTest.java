package lab.health.poll;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import lab.config.Provider;
import lab.config.ProviderType;
import lab.contract.ModelName;
import lab.contract.ProbeReport.Finding;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
        .isEqualTo(new Finding.Up(Polling.UP.models(), List.of(new ModelName("b")), null));
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
        .isEqualTo(new Finding.Up(Polling.UP.models(), List.of(), 4));
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
        "[]",
        "{",
        "{\"total_slots\":0}",
        "{\"total_slots\":-3}",
        "{\"total_slots\":\"4\"}",
        "{\"total_slots\":99999999999}",
        "<html>"
      })
  void anythingElseTellsNothing(String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);

    assertThat(Detail.SLOTS.read(Polling.UP, bytes)).isEqualTo(Polling.UP);
    assertThat(Detail.IN_MEMORY.read(Polling.UP, bytes)).isEqualTo(Polling.UP);
  }
}
