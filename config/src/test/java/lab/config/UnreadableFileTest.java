package lab.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of a file that can not be read names the file, the cause and the rule. */
class UnreadableFileTest {
  private final Path file;
  private final Folder folder;

  UnreadableFileTest(@TempDir Path directory) {
    this.file = directory.resolve("providers.yaml");
    this.folder = new Folder(directory);
  }

  private void isSaid(String why) {
    assertThat(folder.load())
        .isInstanceOfSatisfying(
            Loading.Unreadable.class,
            unreadable ->
                assertThat(unreadable.because())
                    .isEqualTo(
                        file
                            + " can not be read: "
                            + why
                            + "; it must be a file that whoever runs the node may read"));
  }

  @Test
  void aFolder() throws IOException {
    Path unused = Files.createDirectory(file);

    isSaid("it is a folder");
  }

  @Test
  void aLinkToNothing() throws IOException {
    Path unused = Files.createSymbolicLink(file, Path.of("nowhere.yaml"));

    isSaid("it is a link to nothing");
  }

  @Test
  void aLinkToItself() throws IOException {
    // Given
    Path unused = Files.createSymbolicLink(file, file.getFileName());

    // Then: what the system says of it
    assertThat(folder.load())
        .isInstanceOfSatisfying(
            Loading.Unreadable.class,
            unreadable ->
                assertThat(unreadable.because())
                    .startsWith(file + " can not be read: ")
                    .contains("symbolic links")
                    .doesNotContain("Exception"));
  }

  @Test
  void anotherFileThanTheRegistry() throws IOException {
    // Given
    folder.providers(Folder.ONE_PROVIDER);
    Path keys = Files.createDirectory(file.resolveSibling("keys.yaml"));

    // Then
    assertThat(folder.load())
        .isInstanceOfSatisfying(
            Loading.Unreadable.class,
            unreadable ->
                assertThat(unreadable.because())
                    .startsWith(keys + " can not be read: it is a folder;"));
  }

  @Test
  void aFileOfSomebodyElse() {
    // Whoever may read everything is denied nothing: the system's word is given here
    assertThat(new UnreadableFile(file, new AccessDeniedException(file.toString())))
        .hasMessageContaining(
            file
                + " can not be read: access is denied to the user "
                + System.getProperty("user.name")
                + "; ");
  }

  @Test
  void whatTheSystemSaysElse() {
    assertThat(new UnreadableFile(file, new FileSystemLoopException("a loop")))
        .hasMessageContaining("can not be read: a loop;");
    assertThat(new UnreadableFile(file, new IOException("Input/output error")))
        .hasMessageContaining("can not be read: Input/output error;");
  }
}
