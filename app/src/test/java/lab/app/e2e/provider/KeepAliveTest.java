package lab.app.e2e.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import lab.contract.AttemptOutcome.Ending;
import lab.contract.CallFinished;
import lab.contract.FailureKind;
import lab.testkit.script.Gate;
import lab.testkit.script.Reply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Signs of life: a client that waits hears something, and failover goes on behind it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeepAliveTest {
  private static final Duration EVERY = Duration.ofMillis(60);
  private static final String SIGN = ": keep-alive";

  private Lab lab;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    Map<String, String> files =
        Map.of(
            "providers.yaml",
            """
            health_checks: {enabled: false}
            providers:
              vllm: {type: vllm, base_url: "@vllm", models: [{name: m, stream_timeout: 300ms}]}
              llama_cpp: {type: llama_cpp, base_url: "@llama_cpp", models: [m]}
              ollama: {type: ollama, base_url: "@ollama", models: [m]}
              anthropic: {type: anthropic, base_url: "@anthropic", models: [m]}
            """,
            "model-mappings.yaml",
            """
            exact_matches:
              vllm-alone: {provider: vllm, backend_model: m}
              llama_cpp-alone: {provider: llama_cpp, backend_model: m}
              ollama-alone: {provider: ollama, backend_model: m}
              anthropic-alone: {provider: anthropic, backend_model: m}
              pair: {provider: vllm, backend_model: m, fallback: ollama}
            """,
            "gateway.yaml",
            """
            litellm_settings: {num_retries: 0}
            server_settings: {keepalive_interval: 60ms}
            """);
    lab = Lab.start(folder, files);
  }

  @AfterAll
  void close() throws Exception {
    lab.close();
  }

  @Test
  void aStreamWhoseContentTakesLongIsBegunWithCommentsAndFailoverGoesOn() throws Exception {
    // Given: the first opens its stream and says nothing more
    lab.provider("vllm").then(Wire.VLLM.stream(Wire.VLLM.opening()).thenHang());
    lab.provider("ollama").then(Wire.OLLAMA.good("Hello"));

    // When
    Answer answer = lab.chat("pair", true);

    // Then: who serves was not known when the head was sent
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers().keySet())
        .filteredOn(name -> name.startsWith("x-lab-") || name.startsWith("x-litellm-"))
        .containsExactly("x-litellm-call-id");
    assertThat(answer.header("x-litellm-call-id")).isNotNull();
    assertThat(answer.events().getFirst()).isEqualTo(SIGN);
    assertThat(answer.said()).isEqualTo("Hello");
    assertThat(answer.events().getLast()).isEqualTo("data: [DONE]");
    CallFinished call = lab.finished(answer);
    assertThat(call.failure()).isNull();
    assertThat(lab.attempts(call.call()))
        .extracting(one -> one.ending())
        .containsExactly(new Ending.Failed(FailureKind.TIMEOUT, null), new Ending.Succeeded());
  }

  @Test
  void aFailureOfAllAfterTheFirstCommentIsToldInsideTheStream() throws Exception {
    // Given
    lab.provider("vllm").then(Reply.silence());
    lab.provider("ollama").then(Wire.OLLAMA.serverError());

    // When
    Answer answer = lab.chat("pair", true);

    // Then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.events().getFirst()).isEqualTo(SIGN);
    assertThat(answer.errorInside().getString("message"))
        .contains("tried vllm:TIMEOUT, ollama:SERVER");
    CallFinished call = lab.finished(answer);
    assertThat(call.status()).isEqualTo(200);
    assertThat(call.servedBy()).isNull();
    assertThat(call.failure()).isEqualTo(FailureKind.TIMEOUT);
  }

  @Test
  void aWordlessStreamIsNoSignOfLifeToTheClient() throws Exception {
    // Given: role chunks, none of which the client sees yet, more often than the signs
    lab.provider("llama_cpp")
        .then(
            Wire.LLAMA_CPP.stream()
                .dripped(Wire.LLAMA_CPP.opening().repeat(2), Duration.ofMillis(1))
                .body(Wire.LLAMA_CPP.says("Hello"))
                .body(Wire.LLAMA_CPP.ending()));

    // When
    Answer answer = lab.chat("llama_cpp-alone", true);

    // Then
    assertThat(answer.events().getFirst()).isEqualTo(SIGN);
    assertThat(answer.said()).isEqualTo("Hello");
  }

  @ParameterizedTest
  @EnumSource
  void commentsComeBetweenEventsAndNeverInsideOne(Wire wire) throws Exception {
    // Given: silence between two events, and in the middle of one
    String half = wire.says("lo");
    Gate between = new Gate();
    Gate inside = new Gate();
    lab.provider(wire.type())
        .then(
            wire.stream(wire.opening(), wire.says("Hel"))
                .at(between)
                .body(half.substring(0, half.length() / 2))
                .at(inside)
                .body(half.substring(half.length() / 2))
                .body(wire.ending()));
    try (Client client = lab.client()) {
      Answer head = client.chat(Lab.body(wire.type() + "-alone", true)).head();

      // When
      String begin = until(client, SIGN);
      between.open();
      String middle = until(client, SIGN) + until(client, SIGN);
      inside.open();
      Answer answer = new Answer(200, head.headers(), begin + middle + client.rest());

      // Then
      assertThat(answer.said()).isEqualTo("Hello");
      assertThat(answer.events())
          .allMatch(event -> event.equals(SIGN) || event.startsWith("data: "))
          .filteredOn(event -> event.equals(SIGN))
          .hasSizeGreaterThanOrEqualTo(3);
    }
  }

  @Test
  void aStreamThatFlowsNeedsNoComments() throws Exception {
    // Given: words, ten times as often as the signs would come
    List<String> words = java.util.Collections.nCopies(60, "x");
    Reply flowing = Wire.OLLAMA.stream(Wire.OLLAMA.opening());
    for (String word : words) {
      flowing = flowing.body(Wire.OLLAMA.says(word)).pause(EVERY.dividedBy(10));
    }
    lab.provider("ollama").then(flowing.body(Wire.OLLAMA.ending()));

    // When
    Answer answer = lab.chat("ollama-alone", true);

    // Then: but for a moment in which the whole machine may have stood still
    assertThat(answer.said()).hasSize(60);
    assertThat(answer.events()).filteredOn(event -> event.equals(SIGN)).hasSizeLessThan(3);
  }

  private static String until(Client client, String wanted) throws Exception {
    StringBuilder read = new StringBuilder();
    String event;
    do {
      event = client.event();
      assertThat(event).isNotEmpty();
      read.append(event);
    } while (!event.strip().equals(wanted));
    return read.toString();
  }
}
