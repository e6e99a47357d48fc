package lab.config;

import org.jspecify.annotations.Nullable;

/**
 * {@code server_settings.tls}: where the certificate and the key are that a node shows its clients.
 * The files are looked at again while the node runs.
 */
public sealed interface Tls {
  /**
   * Two files as most authorities give them.
   *
   * @param certificate PEM, the node's own first and those that signed it after it
   * @param key PEM, PKCS#8 or as OpenSSL writes RSA and EC keys, without a password
   */
  record Pem(String certificate, String key) implements Tls {}

  /**
   * One file with both.
   *
   * @param keystore PKCS#12
   * @param password of it, or null where it has none
   */
  record Store(String keystore, @Nullable Secret password) implements Tls {}
}
