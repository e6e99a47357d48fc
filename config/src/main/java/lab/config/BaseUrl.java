package lab.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the address of a provider; every spelling of one address becomes the same URI. */
final class BaseUrl {
  private BaseUrl() {}

  /** Without trailing slash and {@code /v1}, scheme and host in lower case; null with an error. */
  static @Nullable URI read(YamlValue value) {
    String text = value.text();
    if (text == null) {
      return null;
    }
    String problem;
    try {
      URI uri = new URI(text);
      problem = problemOf(uri);
      if (problem == null) {
        return normal(uri);
      }
    } catch (URISyntaxException bad) {
      problem = "must be a URL: " + bad.getReason();
    }
    value.error("is " + value.shown() + "; it " + problem);
    return null;
  }

  private static @Nullable String problemOf(URI uri) {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      return "must begin with http:// or https://";
    }
    if (uri.getRawAuthority() == null) {
      return "must name a host";
    }
    if (uri.getRawAuthority().contains("@")) {
      return "must not carry a user or a password; a key belongs into env_var";
    }
    if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
      return "must have neither a query nor a fragment";
    }
    if (uri.getHost() == null) {
      return "must name a valid host and port"
          + (uri.getRawAuthority().contains("_") ? " (a host name has no underscore)" : "");
    }
    boolean portLeftOut = uri.getPort() == -1;
    return portLeftOut || (uri.getPort() >= 1 && uri.getPort() <= 65_535)
        ? null
        : "must have a port from 1 to 65535";
  }

  private static URI normal(URI uri) throws URISyntaxException {
    String path = withoutSlashes(uri.getRawPath());
    if (path.endsWith("/v1")) {
      path = withoutSlashes(path.substring(0, path.length() - "/v1".length()));
    }
    return new URI(
        (uri.getScheme() + "://" + uri.getRawAuthority()).toLowerCase(Locale.ROOT) + path);
  }

  private static String withoutSlashes(String path) {
    int end = path.length();
    while (end > 0 && path.charAt(end - 1) == '/') {
      end--;
    }
    return path.substring(0, end);
  }

  /** Whether both name the same server: scheme, host and effective port. */
  static boolean sameServer(URI one, URI other) {
    return one.getScheme().equals(other.getScheme())
        && one.getHost().equals(other.getHost())
        && port(one) == port(other);
  }

  /** The port, also where the scheme says it. */
  static int port(URI uri) {
    return uri.getPort() != -1 ? uri.getPort() : uri.getScheme().equals("https") ? 443 : 80;
  }

  /** Whether a host name means the machine itself. */
  static boolean isLoopback(URI uri) {
    String host = uri.getHost();
    return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
  }
}
