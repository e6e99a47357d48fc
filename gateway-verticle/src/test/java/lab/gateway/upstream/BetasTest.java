package lab.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BetasTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "context-1m-2025-08-07 | context-1m-2025-08-07",
        "a,b | a,b",
        "' a , b ,,' | a,b",
        "a;b | ",
        "'a b,c' | c",
        "é | ",
        "'' | "
      })
  void whatIsANamePasses(String value, String passes) {
    assertThat(Betas.listed(List.of(value))).isEqualTo(passes);
  }

  @Test
  void severalHeadersAreOne() {
    assertThat(Betas.listed(List.of("a,b", "c"))).isEqualTo("a,b,c");
    assertThat(Betas.listed(List.of())).isNull();
  }

  @Test
  void thereIsAnEndToTheirNumberAndLength() {
    // When
    String many = Objects.requireNonNull(Betas.listed(Collections.nCopies(100, "a")));

    // Then
    assertThat(Arrays.asList(many.split(",", -1))).hasSize(20);
    assertThat(Betas.listed(List.of("a".repeat(65)))).isNull();
  }
}
