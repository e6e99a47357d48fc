package lab.dialect.failure;

import static lab.dialect.failure.Errors.inside200;
import static lab.dialect.failure.Errors.read;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
  private static final String NOON = "Sat, 21 Nov 2026 12:00:00 GMT";

  private static @Nullable Duration rate(Map<String, String> headers) {
    return read(429, "{}", headers).retryAfter();
  }

  @ParameterizedTest
  @CsvSource({"7,7000", "1.5,1500", "0,200", "0.01,200", "86400,3600000", " 3 ,3000"})
  void secondsAreReadAndKeptBetweenAFifthOfASecondAndAnHour(String value, long millis) {
    assertThat(rate(Map.of("retry-after", value))).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "soon", "NaN", "Infinity", "1e99", "", "12 s", "0x10"})
  void whatIsNoTimeIsNotGuessed(String value) {
    assertThat(rate(Map.of("retry-after", value))).isNull();
  }

  @Test
  void aDateIsTakenAgainstTheProvidersOwnClock() {
    assertThat(rate(Map.of("retry-after", "Sat, 21 Nov 2026 12:00:30 GMT", "date", NOON)))
        .isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void aDateThatHasPassedIsNow() {
    assertThat(rate(Map.of("retry-after", "Sat, 21 Nov 2026 11:00:00 GMT", "date", NOON)))
        .isEqualTo(Duration.ofMillis(200));
  }

  @Test
  void aDateWithoutAProvidersClockIsTakenAgainstOurs() {
    assertThat(rate(Map.of("retry-after", "Fri, 01 Jan 2100 00:00:00 GMT")))
        .isEqualTo(Duration.ofHours(1));
  }

  @Test
  void millisecondsWinOverSeconds() {
    assertThat(rate(Map.of("retry-after-ms", "1250", "retry-after", "2")))
        .isEqualTo(Duration.ofMillis(1250));
  }

  @Test
  void theBodysOwnTimeIsRead() {
    assertThat(read(429, "{\"availability\":{\"retry_after\":12}}").retryAfter())
        .isEqualTo(Duration.ofSeconds(12));
    assertThat(
            inside200("{\"error\":{\"code\":503,\"availability\":{\"retry_after\":\"2.5\"}}}")
                .retryAfter())
        .isEqualTo(Duration.ofMillis(2500));
  }

  @ParameterizedTest
  @CsvSource({
    "12ms,200",
    "450ms,450",
    "1s,1000",
    "6m0s,360000",
    "1m2.5s,62500",
    "1h30m,3600000",
    "500000us,500",
    "500000µs,500",
    "900000000ns,900",
    "45,45000"
  })
  void resetsAreGoDurations(String value, long millis) {
    assertThat(rate(Map.of("x-ratelimit-reset-requests", value)))
        .isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1x", "s", "1m2", "later", "1s "})
  void aBrokenDurationIsNotGuessed(String value) {
    assertThat(rate(Map.of("x-ratelimit-reset-requests", value))).isNull();
  }

  @Test
  void theLimitThatIsSpentSaysWhen() {
    var headers =
        Map.of(
            "x-ratelimit-reset-requests", "1s",
            "x-ratelimit-remaining-requests", "17",
            "x-ratelimit-reset-tokens", "40s",
            "x-ratelimit-remaining-tokens", "0");

    assertThat(rate(headers)).isEqualTo(Duration.ofSeconds(40));
  }

  @Test
  void whereNoLimitIsSpentTheFirstToRecoverSaysWhen() {
    var headers = Map.of("x-ratelimit-reset-requests", "9s", "x-ratelimit-reset-tokens", "40s");

    assertThat(rate(headers)).isEqualTo(Duration.ofSeconds(9));
  }

  @ParameterizedTest
  @ValueSource(strings = {"requests", "tokens", "input-tokens", "output-tokens"})
  void anthropicsResetsAreMoments(String what) {
    var headers =
        Map.of("anthropic-ratelimit-" + what + "-reset", "2026-11-21T12:00:05Z", "date", NOON);

    assertThat(rate(headers)).isEqualTo(Duration.ofSeconds(5));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1795262420", "1795262420000"})
  void aResetMayBeAMomentSince1970(String value) {
    assertThat(rate(Map.of("x-ratelimit-reset", value, "date", NOON)))
        .isEqualTo(Duration.ofSeconds(20));
  }

  @ParameterizedTest
  @CsvSource({"402,5", "429,5", "503,5", "529,5", "500,", "502,", "401,", "404,", "400,", "422,"})
  void onlyFailuresThatPassHaveATime(int status, @Nullable Long seconds) {
    Duration expected = seconds == null ? null : Duration.ofSeconds(seconds);

    assertThat(read(status, "{}", Map.of("retry-after", "5")).retryAfter()).isEqualTo(expected);
  }

  @Test
  void aBusyServersRateLimitsAreNotItsTime() {
    assertThat(read(503, "{}", Map.of("x-ratelimit-reset-requests", "12ms")).retryAfter()).isNull();
  }
}
