package lab.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What clients are told of a limit. */
class LimitHeadersTest {

  @ParameterizedTest
  @CsvSource({"0, 0ms", "120, 120ms", "1000, 1s", "1001, 2s", "59999, 1m0s", "360000, 6m0s"})
  void aTimeIsWrittenAsOpenAiDoes(long millis, String written) {
    assertThat(LimitHeaders.time(Duration.ofMillis(millis))).isEqualTo(written);
  }

  @Test
  void allIsThereAgainWhenWhatIsMissingHasComeBack() {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();

    LimitHeaders.of(Limit.Unit.TOKENS).put(headers, 600, 450);

    assertThat(headers.get("x-ratelimit-limit-tokens")).isEqualTo("600");
    assertThat(headers.get("x-ratelimit-remaining-tokens")).isEqualTo("450");
    assertThat(headers.get("x-ratelimit-reset-tokens")).isEqualTo("15s");
  }
}
