package lab.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;

/**
 * A certificate for 127.0.0.1 that is trusted where it stands itself, and its key.
 *
 * @param keystore PKCS#12 with both, under {@link #PASSWORD}
 * @param certificate as PEM
 * @param key as PEM
 * @param shown what clients see
 */
public record SelfSigned(Path keystore, Path certificate, Path key, X509Certificate shown) {
  /** Of every keystore. */
  public static final String PASSWORD = "changeit";

  /**
   * Makes one.
   *
   * @param folder for its files
   * @param name of the files and of the certificate
   */
  public static SelfSigned of(Path folder, String name) throws Exception {
    return of(folder, name, "RSA");
  }

  /**
   * Makes one, likewise.
   *
   * @param keys what its key is for: RSA; or EC, which costs far less to make and to sign with
   */
  public static SelfSigned of(Path folder, String name, String keys) throws Exception {
    Path store = folder.resolve(name + ".p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                keys,
                "-dname",
                "CN=" + name,
                "-ext",
                "SAN=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD)
            .inheritIO()
            .start();
    assertThat(keytool.waitFor()).isZero();
    KeyStore made = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      made.load(in, PASSWORD.toCharArray());
    }
    X509Certificate shown = (X509Certificate) made.getCertificate(name);
    Path certificate = pem(folder, name, "CERTIFICATE", shown.getEncoded());
    byte[] secret = made.getKey(name, PASSWORD.toCharArray()).getEncoded();
    return new SelfSigned(store, certificate, pem(folder, name, "PRIVATE KEY", secret), shown);
  }

  private static Path pem(Path folder, String name, String kind, byte[] content) throws Exception {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    return Files.writeString(
        folder.resolve(name + "." + kind.replace(' ', '-') + ".pem"),
        "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n");
  }
}
