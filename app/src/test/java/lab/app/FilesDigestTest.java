package lab.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class FilesDigestTest {
  private static final Map<String, String> FILES = Map.of("a.yaml", "one", "b.yaml", "two");

  @Test
  void itTellsFilesApartByTheirNamesAndContents() {
    // Given
    String digest = FilesDigest.of(FILES, Map.of());

    // Then
    assertThat(digest).hasSize(12);
    assertThat(FilesDigest.of(Map.of("b.yaml", "two", "a.yaml", "one"), Map.of()))
        .isEqualTo(digest);
    assertThat(FilesDigest.of(Map.of("a.yaml", "two", "b.yaml", "one"), Map.of()))
        .isNotEqualTo(digest);
    assertThat(FilesDigest.of(Map.of("a.yaml", "onetwo", "b.yaml", ""), Map.of()))
        .isNotEqualTo(digest);
  }

  @Test
  void whatOperatorsSaidIsPartOfIt() {
    assertThat(FilesDigest.of(FILES, Map.of("p", "disabled")))
        .isNotEqualTo(FilesDigest.of(FILES, Map.of()));
  }

  @Test
  void withoutFilesThereIsNone() {
    assertThat(FilesDigest.of(Map.of(), Map.of())).isEmpty();
  }
}
