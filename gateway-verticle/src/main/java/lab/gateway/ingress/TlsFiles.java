package lab.gateway.ingress;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.KeyManager;
import javax.net.ssl.X509KeyManager;
import lab.config.Tls;

/**
 * Reads the certificate and the key of a node. Blocks; not to be called on an event loop.
 *
 * <p>What it gives can be served: a key that is not the certificate's, as there is for a moment
 * while one of two files has been replaced, is refused here, and not by each client.
 */
public final class TlsFiles {
  private static final List<String> KEY_TYPES = List.of("EC", "RSA", "EdDSA");

  private final Vertx vertx;
  private final Tls tls;

  /**
   * @param tls where they are
   */
  public TlsFiles(Vertx vertx, Tls tls) {
    this.vertx = vertx;
    this.tls = tls;
  }

  /**
   * Both, as they are now; equal to what was read before where the files are.
   *
   * @throws IOException where they can not be served; it says why, and nothing of the key
   */
  public KeyCertOptions read() throws IOException {
    KeyCertOptions read =
        switch (tls) {
          case Tls.Pem(String certificate, String key) ->
              new PemKeyCertOptions().addCertValue(bytes(certificate)).addKeyValue(bytes(key));
          case Tls.Store(String keystore, var password) ->
              new PfxOptions()
                  .setValue(bytes(keystore))
                  .setPassword(password == null ? "" : password.reveal());
        };
    prove(read);
    return read;
  }

  private static Buffer bytes(String file) throws IOException {
    return Buffer.buffer(Files.readAllBytes(Path.of(file)));
  }

  private void prove(KeyCertOptions read) throws IOException {
    KeyManager[] managers;
    try {
      managers = read.getKeyManagerFactory(vertx).getKeyManagers();
    } catch (Exception unreadable) {
      // Not its words: what could not be read may be the key.
      throw new IOException("no certificate and key in PEM or PKCS#12 can be read", unreadable);
    }
    for (KeyManager manager : managers) {
      if (manager instanceof X509KeyManager holder && isPair(holder)) {
        return;
      }
    }
    throw new IOException("the key is not that of the certificate");
  }

  private static boolean isPair(X509KeyManager holder) {
    for (String type : KEY_TYPES) {
      String[] names = holder.getServerAliases(type, null);
      for (String name : names == null ? new String[0] : names) {
        PublicKey open = Objects.requireNonNull(holder.getCertificateChain(name))[0].getPublicKey();
        if (!signs(Objects.requireNonNull(holder.getPrivateKey(name)), open)) {
          return false;
        }
      }
    }
    return KEY_TYPES.stream().anyMatch(type -> holder.getServerAliases(type, null) != null);
  }

  private static boolean signs(PrivateKey key, PublicKey open) {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> "EdDSA";
        };
    byte[] text = new byte[32];
    Arrays.fill(text, (byte) 1);
    try {
      Signature hand = Signature.getInstance(algorithm);
      hand.initSign(key);
      hand.update(text);
      byte[] signature = hand.sign();
      hand.initVerify(open);
      hand.update(text);
      return hand.verify(signature);
    } catch (GeneralSecurityException other) {
      return false;
    }
  }
}
