package lab.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NearestTest {
  private static final List<String> KNOWN = List.of("type", "status", "base_url", "api_key");

  @ParameterizedTest
  @CsvSource({
    "tpye,type",
    "statsu,status",
    "baseurl,base_url",
    "base-url,base_url",
    "apikey,api_key"
  })
  void aSlipOfThePenFindsTheKey(String written, String meant) {
    assertThat(Nearest.to(written, KNOWN)).isEqualTo(meant);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "weight", "completely_else"})
  void anotherWordFindsNone(String written) {
    assertThat(Nearest.to(written, KNOWN)).isNull();
  }
}
