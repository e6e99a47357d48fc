package lab.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Set;
import lab.config.Loading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder of files, as a node reads it again and again. */
class ConfigFolderTest {
  @TempDir private Path folder = Path.of("");

  /** As Kubernetes mounts a ConfigMap: files are links through a link that is swapped. */
  @Test
  void aLinkOnTheWayToAFileThatIsSwappedIsAChange() throws IOException {
    // Given
    version("one", "m");
    version("two", "n");
    Path unused = Files.createSymbolicLink(folder.resolve("..data"), Path.of("one"));
    unused =
        Files.createSymbolicLink(
            folder.resolve("providers.yaml"), Path.of("..data/providers.yaml"));
    ConfigFolder config = new ConfigFolder(folder, Map.of());
    ConfigFolder.Read before = config.read();

    // When
    Path next = Files.createSymbolicLink(folder.resolve("..next"), Path.of("two"));
    unused = Files.move(next, folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);

    // Then
    assertThat(config.look(Set.of())).isNotEqualTo(before.look());
    assertThat(config.read().texts().get("providers.yaml")).contains("models: [n]");
    assertThat(before.texts().get("providers.yaml")).contains("models: [m]");
  }

  @Test
  void whatCanNotBeReadIsSaidWithTheFile() throws IOException {
    // Given a folder in the place of a file: whoever runs this can not read it
    Path file = Files.createDirectory(folder.resolve("providers.yaml"));

    // When
    Loading loading = new ConfigFolder(folder, Map.of()).read().loading();

    // Then
    assertThat(loading).isInstanceOf(Loading.Unreadable.class);
    assertThat(((Loading.Unreadable) loading).because())
        .startsWith(file + " can not be read: it is a folder; it must be a file");
  }

  private void version(String name, String model) throws IOException {
    Path version = Files.createDirectory(folder.resolve(name));
    String text = Ran.ONE_PROVIDER.replace("[m]", "[" + model + "]");
    Path unused = Files.writeString(version.resolve("providers.yaml"), text);
  }
}
