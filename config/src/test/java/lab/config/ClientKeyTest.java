package lab.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import lab.contract.ModelName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientKeyTest {
  private static List<String> list(@Nullable String names) {
    return names == null ? List.of() : Arrays.asList(names.split(" ", -1));
  }

  @ParameterizedTest(name = "models [{0}] capabilities [{1}]: model {2} capability {3}: {4}")
  @CsvSource({
    " , , llama, , true",
    " , , llama, code, true",
    " , , , , true",
    "llama, , llama, , true",
    "llama, , llama:70b, , false",
    "llama*, , llama:70b, , true",
    "gpt-* llama, , llama, , true",
    "llama, , , , false",
    "llama, , , code, false",
    "llama, , llama, code, false",
    "llama, code, , code, true",
    "llama, code, llama, code, true",
    "llama, code, other, code, false",
    "llama, code, code, , true",
    " , code, any, , true",
    " , code, any, code, true",
    " , code, any, vision, false",
    " , code, , vision, false"
  })
  void aKeyMayAskForWhatItNames(
      @Nullable String models,
      @Nullable String capabilities,
      @Nullable String model,
      @Nullable String capability,
      boolean may) {
    // Given
    ClientKey key =
        new ClientKey(
            "team-a",
            KeyHash.of("sk-one"),
            list(models),
            list(capabilities),
            ClientKey.Limits.NONE,
            Map.of(),
            List.of(),
            false,
            null);

    // Then
    assertThat(key.mayAsk(model == null ? null : new ModelName(model), capability)).isEqualTo(may);
  }

  @ParameterizedTest
  @CsvSource({
    "http://localhost:*, http://localhost:3000, true",
    "http://localhost:*, http://localhost, false",
    "*, anything, true",
    "a*b*c, axbyc, true",
    "a*b*c, abc, true",
    "a*b*c, acb, false",
    "ab*ba, aba, false"
  })
  void anAsteriskIsAnyRunOfCharacters(String pattern, String text, boolean matches) {
    assertThat(Glob.matches(pattern, text)).isEqualTo(matches);
  }
}
