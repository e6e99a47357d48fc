package lab.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantitiesTest {

  @ParameterizedTest
  @CsvSource({
    "30,30000",
    "30s,30000",
    "1.5,1500",
    "5m,300000",
    "500ms,500",
    "2h,7200000",
    "7 s,7000"
  })
  void aDurationIsSecondsUnlessItSaysOtherwise(String text, long millis) {
    assertThat(Quantities.duration(text)).hasMillis(millis);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-1", "8000h", "5 weeks", "1e3", ".inf", "999999999999999999"})
  void aDurationIsPositiveAndBounded(String text) {
    assertThat(Quantities.duration(text)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "1024,1024",
    "32MiB,33554432",
    "10mb,10000000",
    "10 MB,10000000",
    "1g,1000000000",
    "64KiB,65536",
    "1_000,1000",
    "7b,7"
  })
  void bytesComeInThousandsOrIn1024s(String text, long bytes) {
    assertThat(Quantities.bytes(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "1.5MiB", "lots", "99999999999999999999", "999999999999g"})
  void whatIsNoNumberOfBytesIsNone(String text) {
    assertThat(Quantities.bytes(text)).isNull();
  }

  @ParameterizedTest
  @CsvSource({"7.6B,7.6", "1T,1000", "500M,0.5", "8x7B,56", "13,13", "137m,0.137", "671b,671"})
  void aSizeIsInBillions(String text, double billions) {
    assertThat(Quantities.parameters(text)).isEqualTo(billions);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0B", "large", "4.7GB", "-7B", "7B-13B"})
  void whatIsNoSizeIsUnknown(String text) {
    assertThat(Quantities.parameters(text)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "7,7",
    "-7,-7",
    "+7,7",
    "1_000,1000",
    "0x1F,31",
    "0b11,3",
    "010,8",
    "0.5,0.5",
    "1.0e+3,1000"
  })
  void aNumberIsReadAsYaml11WritesIt(String text, double number) {
    assertThat(Quantities.number(text)).isEqualTo(number);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1:30", ".nan", ".inf", "1d", "0x", "seven", "1e999"})
  void whatIsNoNumberIsNone(String text) {
    assertThat(Quantities.number(text)).isNull();
  }
}
