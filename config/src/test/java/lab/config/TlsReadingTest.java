package lab.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsReadingTest {
  private final Folder folder;

  TlsReadingTest(@TempDir Path directory) {
    folder = new Folder(directory).providers(Folder.ONE_PROVIDER);
  }

  private void tls(String fields) {
    folder.gateway("server_settings: {tls: {" + fields + "}}");
  }

  @Test
  void thereIsNoneUnlessAFileSaysSo() {
    assertThat(folder.valid().settings().tls()).isNull();
  }

  @Test
  void twoPemFilesAreRead() {
    // Given
    tls("certificate: a.pem, key: a.key");

    // Then
    assertThat(folder.valid().settings().tls()).isEqualTo(new Tls.Pem("a.pem", "a.key"));
  }

  @Test
  void aStoreHasAPasswordThatIsNotShown() {
    // Given
    tls("keystore: a.p12, password: '${TLS_PASSWORD}'");

    // When
    Tls read = folder.valid(Map.of("TLS_PASSWORD", "geheim")).settings().tls();

    // Then
    assertThat(read).isEqualTo(new Tls.Store("a.p12", new Secret("geheim")));
    assertThat(String.valueOf(read)).doesNotContain("geheim");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "certificate: a.pem",
        "key: a.key",
        "keystore: a.p12, key: a.key",
        "keystore: a.p12, certificate: a.pem, key: a.key"
      })
  void halvesAndBothAreErrors(String fields) {
    // Given
    tls(fields);

    // Then
    assertThat(folder.errors())
        .singleElement()
        .asString()
        .contains("must have either keystore, or certificate and key");
  }

  @Test
  void aPasswordThatIsNotThereIsAnError() {
    // Given
    tls("keystore: a.p12, password: '${TLS_PASSWORD}'");

    // Then
    assertThat(folder.errors()).singleElement().asString().contains("TLS_PASSWORD");
  }
}
