package lab.metrics;

import java.net.URI;
import java.util.stream.Stream;
import lab.config.Provider;
import org.jspecify.annotations.Nullable;

/**
 * A model of a provider as LiteLLM's labels name it.
 *
 * @param provider the provider's name
 * @param model the name that is sent to it
 * @param base its address, without secrets
 */
record Place(String provider, String model, String base) {

  /** Scheme, host, port and path of a provider: what else an address may hold is a secret. */
  static String base(@Nullable Provider provider) {
    URI url = provider == null ? null : provider.baseUrl();
    if (url == null || url.getHost() == null) {
      return "";
    }
    String port = url.getPort() < 0 ? "" : ":" + url.getPort();
    String path = url.getRawPath() == null ? "" : url.getRawPath();
    return url.getScheme() + "://" + url.getHost() + port + path;
  }

  /** The value of {@code model_id}. */
  String id() {
    return provider + "/" + model;
  }

  /** Values of LiteLLM's four labels of a deployment, and of further ones. */
  String[] labels(String... further) {
    return Stream.concat(Stream.of(model, id(), base, provider), Stream.of(further))
        .toArray(String[]::new);
  }
}
