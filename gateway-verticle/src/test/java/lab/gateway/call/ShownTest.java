package lab.gateway.call;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShownTest {
  @Test
  void plainWordsAreShownAsTheyAre() {
    assertThat(Shown.of("soon, ~ 5 \"days\"")).isEqualTo("soon, ~ 5 \"days\"");
    assertThat(Shown.of("")).isEmpty();
  }

  @Test
  void whatIsNoPlainCharacterIsEscaped() {
    assertThat(Shown.of("\u0000\r\n\u001b[31m")).isEqualTo("\\u0000\\u000d\\u000a\\u001b[31m");
    assertThat(Shown.of("\u00e9\u007f")).isEqualTo("\\u00e9\\u007f");
  }

  @Test
  void longWordsAreCut() {
    assertThat(Shown.of("x".repeat(64))).isEqualTo("x".repeat(64));
    assertThat(Shown.of("x".repeat(65))).isEqualTo("x".repeat(64) + "...");
  }
}
