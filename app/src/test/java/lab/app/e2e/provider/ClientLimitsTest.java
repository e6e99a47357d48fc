package lab.app.e2e.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import lab.testkit.script.Reply;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A client may shorten the limits of the configuration, and never lengthen them. */
class ClientLimitsTest extends WithLab {
  @Override
  Map<String, String> files() {
    return Map.of(
        "gateway.yaml",
        "litellm_settings: {num_retries: 0}\n",
        "providers.yaml",
        """
        health_checks: {enabled: false}
        providers:
          p:
            type: vllm
            base_url: "@p"
            models:
              - long
              - {name: short, timeout: 200ms}
              - {name: short-stream, stream_timeout: 200ms}
        """);
  }

  @Override
  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    super.start(folder);
    lab.provider("p").otherwise(Reply.silence());
  }

  @ParameterizedTest
  @CsvSource({
    // Shortened
    "long, true, x-litellm-timeout: 0.2, 'the 200 ms of the whole request'",
    "long, false, x-litellm-timeout: 0.2, 'the 200 ms of the whole request'",
    "long, true, x-litellm-stream-timeout: .2, no content in time",
    // Never lengthened
    "short, false, x-litellm-timeout: 3600, 'the 200 ms of the whole request'",
    "short-stream, true, x-litellm-stream-timeout: 3600, no content in time",
    // One is not the other
    "short, false, x-litellm-stream-timeout: 0.01, 'the 200 ms of the whole request'",
  })
  void aRequestHasTheShorterOfTheTwo(String model, boolean streamed, String header, String why)
      throws Exception {
    // When
    long started = System.nanoTime();
    Answer answer = lab.chat(model, streamed, header);

    // Then
    assertThat(answer.status()).isEqualTo(504);
    assertThat(answer.error().getString("code")).isEqualTo("timeout");
    assertThat(answer.error().getString("message")).contains(why);
    assertThat(Duration.ofNanos(System.nanoTime() - started))
        .isBetween(Duration.ofMillis(200), Duration.ofMillis(1_500));
  }

  @Test
  void whatIsNoLimitIsShownOnlyInPart() throws Exception {
    // When
    Answer answer = lab.chat("long", true, "x-litellm-timeout: a\tb" + "c".repeat(9_000));

    // Then
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error().getString("message"))
        .isEqualTo(
            "the header x-litellm-timeout is \"a\\u0009b%s...\"; it must be a number of seconds above 0"
                .formatted("c".repeat(61)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x-litellm-timeout: soon",
        "x-litellm-timeout: 0",
        "x-litellm-timeout: -1",
        "x-litellm-timeout: NaN",
        "x-litellm-timeout: Infinity",
        "x-litellm-timeout: 1e300",
        "x-litellm-timeout: 1e-30",
        "x-litellm-timeout: 5d",
        "x-litellm-timeout:",
        "x-litellm-stream-timeout: 1m",
        "x-litellm-num-retries: 1.5",
        "x-litellm-num-retries: -1",
        "x-litellm-num-retries: many",
        "x-litellm-num-retries: 99999999999",
      })
  void whatIsNoLimitIsRefusedByName(String header) throws Exception {
    // Given
    int before = lab.provider("p").requests().size();

    // When
    Answer answer = lab.chat("long", true, header);

    // Then
    String name = header.substring(0, header.indexOf(':'));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error().getString("message")).contains("the header " + name + " is \"");
    assertThat(answer.error().getString("code")).isEqualTo("invalid_header");
    assertThat(lab.provider("p").requests()).hasSize(before);
    assertThat(lab.finished(answer).attempts()).isZero();
  }
}
