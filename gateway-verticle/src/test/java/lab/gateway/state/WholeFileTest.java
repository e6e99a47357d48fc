package lab.gateway.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
  private final Path folder;
  private final Path path;
  private final WholeFile file;

  WholeFileTest(@TempDir Path folder) {
    this.folder = folder;
    this.path = folder.resolve("state/file");
    this.file = new WholeFile(path);
  }

  @Test
  void whatIsWrittenTakesThePlaceOfWhatWasThere() throws Exception {
    // Given
    file.write("before".getBytes(UTF_8));

    // When
    file.write("after".getBytes(UTF_8));

    // Then
    assertThat(file.read()).isEqualTo("after".getBytes(UTF_8));
    assertAloneAndOurs();
  }

  @Test
  void aNewOneLeavesWhatIsThere() throws Exception {
    // When
    boolean first = file.writeNew("first".getBytes(UTF_8));
    boolean second = file.writeNew("second".getBytes(UTF_8));

    // Then
    assertThat(first).isTrue();
    assertThat(second).isFalse();
    assertThat(file.read()).isEqualTo("first".getBytes(UTF_8));
    assertAloneAndOurs();
  }

  @Test
  void whatCanNotTakeItsPlaceLeavesNothing() throws Exception {
    // Given
    Path unused = Files.createDirectories(path.resolve("inside"));

    // Then
    assertThatThrownBy(() -> file.write("new".getBytes(UTF_8))).isInstanceOf(IOException.class);
    assertThat(path).isDirectory();
    assertThat(folder.resolve("state").toFile().list()).containsExactly("file");
  }

  @Test
  void nothingIsNull() throws Exception {
    assertThat(file.read()).isNull();
  }

  @Test
  void whatNobodyMayLookForIsNotTakenForNothing() throws Exception {
    // Given a file where its folder should be: nobody can look into it, whoever asks
    Path unused = Files.writeString(folder.resolve("state"), "");

    // Then
    assertThatThrownBy(file::read).isInstanceOf(IOException.class);
  }

  /** Nothing else is left beside it, and nobody else may read it. */
  private void assertAloneAndOurs() throws IOException {
    assertThat(folder.resolve("state").toFile().list()).containsExactly("file");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rw-------");
  }
}
