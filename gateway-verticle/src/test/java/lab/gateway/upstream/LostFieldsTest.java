package lab.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import lab.contract.ProviderName;
import org.junit.jupiter.api.Test;

class LostFieldsTest {
  private static final ProviderName OLLAMA = new ProviderName("ollama");
  private static final ProviderName OTHER = new ProviderName("other");

  private final LostFields lost = new LostFields();

  @Test
  void aFieldIsNamedOncePerProvider() {
    assertThat(lost.unsaid(OLLAMA, List.of("logit_bias", "n"))).containsExactly("logit_bias", "n");
    assertThat(lost.unsaid(OLLAMA, List.of("n", "suffix"))).containsExactly("suffix");
    assertThat(lost.unsaid(OTHER, List.of("n"))).containsExactly("n");
    assertThat(lost.unsaid(OLLAMA, List.of())).isEmpty();
  }

  @Test
  void inventedNamesAreNamedUpToANumberAndThenInOneWord() {
    // When
    List<String> named = new ArrayList<>();
    IntStream.range(0, 10_000)
        .forEach(i -> named.addAll(lost.unsaid(OLLAMA, List.of("invented_" + i))));

    // Then
    assertThat(named)
        .hasSize(LostFields.MOST_STRANGE + 1)
        .startsWith("invented_0", "invented_1")
        .endsWith(LostFields.AND_MORE);
  }

  @Test
  void inventedNamesSilenceNoFamiliarOne() {
    // Given
    IntStream.range(0, 10_000)
        .forEach(i -> assertThat(lost.unsaid(OLLAMA, List.of("invented_" + i))).isNotNull());

    // When, then
    assertThat(lost.unsaid(OLLAMA, List.of("invented", "logit_bias")))
        .containsExactly("logit_bias");
    assertThat(lost.unsaid(OTHER, List.of("invented"))).containsExactly("invented");
  }
}
