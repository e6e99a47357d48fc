package lab.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The reference and the loader's table of keys say the same. */
class ReferenceDocumentTest {
  private final Reference reference = new Reference();

  @ParameterizedTest
  @EnumSource
  void everyKnownKeyIsInTheReferenceWithItsUse(Section section) {
    Map<String, KeyUse> documented = new HashMap<>();
    reference
        .sections()
        .getOrDefault(section.path(), Map.of())
        .forEach((key, row) -> documented.put(key, use(row.effect())));

    assertThat(documented).as(section.path()).isEqualTo(section.keys());
  }

  @Test
  void theReferenceHasNoSectionThatTheLoaderDoesNotKnow() {
    assertThat(reference.sections().keySet())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Section.values()).map(Section::path).toList());
  }

  private static KeyUse use(String effect) {
    Map<KeyUse, String> marks = new EnumMap<>(KeyUse.class);
    marks.put(KeyUse.DESCRIPTIVE, "*descriptive*");
    marks.put(KeyUse.LATER, "*no effect yet*");
    marks.put(KeyUse.NONE, "*no effect here*");
    return marks.entrySet().stream()
        .filter(mark -> effect.contains(mark.getValue()))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(KeyUse.EFFECT);
  }
}
