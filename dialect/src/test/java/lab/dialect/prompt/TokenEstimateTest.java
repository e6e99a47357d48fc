package lab.dialect.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import java.util.stream.Stream;
import lab.dialect.json.JsonText;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The estimate against a real vocabulary, on texts that it was not fitted to. */
class TokenEstimateTest {
  private static final Percentage BOUND = Percentage.withPercentage(20);

  private static final Encoding REAL =
      Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);

  static Stream<Arguments> samples() {
    return Stream.of(Samples.PROSE, Samples.CODE)
        .flatMap(samples -> samples.entrySet().stream())
        .map(sample -> Arguments.of(sample.getKey(), sample.getValue()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("samples")
  void theEstimateIsWithinAFifthOfARealCount(String kind, String text) {
    // When
    int estimate = estimate(text);
    // Then
    assertThat(estimate).as(kind).isCloseTo(REAL.countTokensOrdinary(text), BOUND);
  }

  private static int estimate(String text) {
    byte[] json = JsonText.quoted(text);
    TextMeter meter = new TextMeter();
    meter.add(json, 1, json.length - 1);
    return meter.tokens();
  }
}
