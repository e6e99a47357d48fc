package lab.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import lab.config.RedisTls.Proof;
import org.jspecify.annotations.Nullable;

/** Reads how one speaks TLS to Redis, by the names of LiteLLM. The files are not looked at. */
final class RedisTlsReader {
  private static final String AUTHORITIES = "ssl_ca_certs";
  private static final String CERTIFICATE = "ssl_certfile";
  private static final String KEY = "ssl_keyfile";
  private static final String NAME = "ssl_check_hostname";
  private static final String PROOF = "ssl_cert_reqs";
  private static final List<String> KEYS = List.of(AUTHORITIES, CERTIFICATE, KEY, NAME, PROOF);

  private static final String IN_A_FILE =
      "is not read; name a file with all authorities in " + AUTHORITIES;
  private static final String BY_JAVA =
      "can not be chosen; TLS 1.2 and 1.3 are spoken, as Java does it";
  private static final String NOT_ASKED = "can not be had; nobody is asked what was taken back";

  /** What redis-py knows besides: nobody is to believe that it holds. */
  private static final Map<String, String> REFUSED =
      Map.of(
          "ssl_ca_path", IN_A_FILE,
          "ssl_ca_data", IN_A_FILE,
          "ssl_password", "is not read; the key has to be without a password",
          "ssl_min_version", BY_JAVA,
          "ssl_ciphers", BY_JAVA,
          "ssl_ocsp_expected_cert", NOT_ASKED);

  /** The same, unless they are false. */
  private static final List<String> REFUSED_FLAGS =
      List.of("ssl_validate_ocsp", "ssl_validate_ocsp_stapled");

  private RedisTlsReader() {}

  /**
   * Null without TLS, where the keys that are about it are warned of.
   *
   * @param spoken whether {@code ssl} or a URL says so
   */
  static @Nullable RedisTls read(YamlMap params, boolean spoken) {
    refuse(params);
    RedisTls tls = new RedisTls(params.text(AUTHORITIES), shown(params), proof(params));
    if (spoken) {
      return tls;
    }
    KEYS.stream()
        .filter(params::has)
        .forEach(
            key ->
                params.warning(key, "is not used: neither ssl: true nor a rediss:// url is there"));
    return null;
  }

  private static void refuse(YamlMap params) {
    REFUSED.forEach(
        (key, rule) -> {
          if (params.has(key)) {
            params.error(key, rule);
          }
        });
    REFUSED_FLAGS.stream()
        .filter(key -> params.flag(key, false))
        .forEach(key -> params.error(key, NOT_ASKED));
  }

  /** A file may have both in it, as Python allows. */
  private static Tls.@Nullable Pem shown(YamlMap params) {
    String certificate = params.text(CERTIFICATE);
    String key = params.text(KEY);
    if (certificate == null && key != null) {
      params.error(KEY, "needs " + CERTIFICATE + ", the certificate of that key");
    }
    return certificate == null ? null : new Tls.Pem(certificate, key == null ? certificate : key);
  }

  private static Proof proof(YamlMap params) {
    boolean name = params.flag(NAME, true);
    String said = params.text(PROOF);
    String word = said == null ? "required" : said.toLowerCase(Locale.ROOT);
    if (!Set.of("none", "optional", "required").contains(word)) {
      params.error(PROOF, "is \"" + said + "\"; it must be one of [none, optional, required]");
    }
    if (word.equals("none")) {
      return Proof.NOTHING;
    }
    return name ? Proof.NAME : Proof.AUTHORITY;
  }
}
