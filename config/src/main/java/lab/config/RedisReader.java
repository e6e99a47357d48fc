package lab.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import lab.config.RedisPlace.Kind;
import org.jspecify.annotations.Nullable;

/** Reads where Redis is. No message shows a password. */
final class RedisReader {
  private static final int USUAL_PORT = 6379;
  private static final Set<String> SCHEMES = Set.of("redis", "rediss");

  private final YamlMap params;
  private @Nullable String user;
  private @Nullable Secret password;

  private RedisReader(YamlMap params) {
    this.params = params;
  }

  /**
   * What the lists of a cluster or of sentinels say, else {@code url}, else {@code host} and its
   * fellows; null with an error.
   */
  static @Nullable RedisPlace read(YamlMap params) {
    return new RedisReader(params).read();
  }

  private @Nullable RedisPlace read() {
    user = params.text("username");
    password = secret("password");
    RedisNodes nodes = new RedisNodes(params);
    Kind kind = nodes.kind();
    Secret ofSentinels = kind == Kind.SENTINELS ? secret("sentinel_password") : null;
    Duration timeout = params.duration("lookup_timeout");
    List<String> addresses = kind == Kind.SERVER ? ofServer() : nodes.addresses();
    return addresses.isEmpty()
        ? null
        : new RedisPlace(
            kind,
            addresses,
            kind == Kind.SENTINELS ? params.text("service_name") : null,
            user,
            password == null ? ofSentinels : password,
            ofSentinels,
            RedisTlsReader.read(params, addresses.getFirst().startsWith("rediss:")),
            timeout == null ? RedisPlace.USUAL_TIMEOUT : timeout);
  }

  private @Nullable Secret secret(String key) {
    YamlValue said = params.value(key);
    return said != null
            && said.secret() instanceof Environment.Expansion.Text held
            && !held.text().isEmpty()
        ? new Secret(held.text())
        : null;
  }

  private List<String> ofServer() {
    String address = params.has("url") ? ofUrl() : ofHost();
    return address == null ? List.of() : List.of(address);
  }

  private String ofHost() {
    String host = params.text("host");
    Integer port = params.whole("port", 1, RedisNodes.HIGHEST_PORT);
    return RedisNodes.address(
        params, host == null ? "127.0.0.1" : host, port == null ? USUAL_PORT : port);
  }

  private @Nullable String ofUrl() {
    YamlValue value = params.value("url");
    if (value == null || !(value.secret() instanceof Environment.Expansion.Text held)) {
      return null;
    }
    URI uri;
    try {
      uri = new URI(held.text());
    } catch (URISyntaxException bad) {
      uri = URI.create("");
    }
    if (uri.getHost() == null || !SCHEMES.contains(uri.getScheme())) {
      params.error("url", "must be like redis://host:6379/0 or rediss://user:password@host");
      return null;
    }
    if (uri.getScheme().equals("redis") && params.flag("ssl", false)) {
      params.error("ssl", "is true and url speaks no TLS; it must begin with rediss://");
    }
    credentials(uri.getRawUserInfo());
    String path = uri.getPath() == null || uri.getPath().equals("/") ? "" : uri.getPath();
    int port = uri.getPort() < 0 ? USUAL_PORT : uri.getPort();
    return uri.getScheme() + "://" + uri.getHost() + ":" + port + path;
  }

  private void credentials(@Nullable String said) {
    if (said == null) {
      return;
    }
    int colon = said.indexOf(':');
    String name = decoded(colon < 0 ? said : said.substring(0, colon));
    String secret = colon < 0 ? "" : decoded(said.substring(colon + 1));
    user = name.isEmpty() ? user : name;
    password = secret.isEmpty() ? password : new Secret(secret);
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
