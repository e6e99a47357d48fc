package lab.config;

import org.jspecify.annotations.Nullable;

/** Reads where the certificate of a node is. The files themselves are not looked at. */
final class TlsReader {
  private TlsReader() {}

  /** Null where the section is missing, or wrong, which is an error by then. */
  static @Nullable Tls read(YamlMap server) {
    if (!server.has("tls")) {
      return null;
    }
    YamlMap tls = server.map("tls").knownAs(Section.TLS);
    boolean both = tls.has("certificate") && tls.has("key");
    boolean any = tls.has("certificate") || tls.has("key");
    if (tls.has("keystore") == any || any != both) {
      server.error("tls", "must have either keystore, or certificate and key");
      return null;
    }
    return both ? pem(tls) : store(tls);
  }

  private static @Nullable Tls pem(YamlMap tls) {
    String certificate = tls.text("certificate");
    String key = tls.text("key");
    return certificate == null || key == null ? null : new Tls.Pem(certificate, key);
  }

  private static @Nullable Tls store(YamlMap tls) {
    String keystore = tls.text("keystore");
    return keystore == null ? null : new Tls.Store(keystore, password(tls));
  }

  private static @Nullable Secret password(YamlMap tls) {
    YamlValue said = tls.value("password");
    return switch (said == null ? null : said.secret()) {
      case Environment.Expansion.Text(String text) when !text.isEmpty() -> new Secret(text);
      case Environment.Expansion.Unset(String variable) -> {
        tls.error("password", "needs the environment variable " + variable + ", which is not set");
        yield null;
      }
      case null, default -> null;
    };
  }
}
