package lab.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesDigestTest {
  @TempDir private Path folder = Path.of(".");

  @Test
  void itIsThatOfTheYamlFilesAndOfNothingElse() throws Exception {
    // Given
    Files.writeString(folder.resolve("providers.yaml"), "a");
    Files.writeString(folder.resolve("gateway.yaml"), "b");
    String before = FilesDigest.of(folder);

    // When
    Files.writeString(folder.resolve("notes.txt"), "c");
    String withNotes = FilesDigest.of(folder);
    Files.writeString(folder.resolve("providers.yaml"), "b");
    Files.writeString(folder.resolve("gateway.yaml"), "a");
    String swapped = FilesDigest.of(folder);

    // Then
    assertThat(before).matches("[0-9a-f]{12}");
    assertThat(withNotes).isEqualTo(before);
    assertThat(swapped).isNotEqualTo(before);
  }
}
