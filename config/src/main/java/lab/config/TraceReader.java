package lab.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reads where traces go. */
final class TraceReader {
  /** Where collectors take traces. */
  private static final String USUAL_PATH = "/v1/traces";

  private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(10);

  private TraceReader() {}

  /** Null where the section is missing, or wrong, which is an error by then. */
  static @Nullable TraceSettings read(YamlMap server) {
    if (!server.has("tracing")) {
      return null;
    }
    YamlMap tracing = server.map("tracing").knownAs(Section.TRACING);
    YamlValue said = tracing.value("endpoint");
    URI endpoint = said == null ? null : endpoint(said);
    if (said == null) {
      tracing.error("endpoint", "is needed: where traces are taken");
    }
    YamlValue ratio = tracing.value("sample_ratio");
    Double part = ratio == null ? null : ratio.number(0, 1);
    String name = tracing.text("service_name");
    Duration timeout = tracing.duration("timeout");
    return endpoint == null
        ? null
        : new TraceSettings(
            endpoint,
            part == null ? 1 : part,
            name == null ? TraceSettings.USUAL_NAME : name,
            timeout == null ? USUAL_TIMEOUT : timeout);
  }

  private static @Nullable URI endpoint(YamlValue said) {
    String text = said.text();
    if (text == null) {
      return null;
    }
    try {
      URI uri = new URI(text);
      boolean web = "http".equalsIgnoreCase(uri.getScheme());
      if ((web || "https".equalsIgnoreCase(uri.getScheme()))
          && uri.getHost() != null
          && uri.getRawUserInfo() == null) {
        return uri.getRawPath().isEmpty() || uri.getRawPath().equals("/")
            ? uri.resolve(USUAL_PATH)
            : uri;
      }
    } catch (URISyntaxException bad) {
      // Said below.
    }
    said.error(
        "is "
            + said.shown()
            + "; it must be like http://host:4318/v1/traces, without user or password");
    return null;
  }
}
