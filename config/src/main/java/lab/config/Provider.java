package lab.config;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lab.contract.ProviderName;
import lab.contract.SourceRef;
import org.jspecify.annotations.Nullable;

/**
 * An entry of {@code providers.yaml}, or one made from a {@code model_list}.
 *
 * @param name its key
 * @param type the kind of server
 * @param baseUrl scheme, host, port and path prefix, with neither a trailing slash nor a trailing
 *     {@code /v1}: both spellings in the file mean the same; {@code about:blank} for a provider
 *     whose status says that it is not in use yet
 * @param status what the file says of it
 * @param models its list, in file order
 * @param credentials what it asks of a caller
 * @param limits its own time limits
 * @param healthEndpoint the path of its free endpoint as the file writes it, or null
 * @param parallel requests it takes at a time, or null where unknown
 * @param described keys that only describe, for the admin API
 * @param at where it stands
 */
public record Provider(
    ProviderName name,
    ProviderType type,
    URI baseUrl,
    ProviderStatus status,
    List<ModelEntry> models,
    Credentials credentials,
    TimeLimits limits,
    @Nullable String healthEndpoint,
    @Nullable Integer parallel,
    Map<String, Object> described,
    SourceRef at) {
  public Provider {
    models = List.copyOf(models);
    described = Map.copyOf(described);
  }

  /** Whether its entry is complete: it is in use, or could be. */
  public boolean canBeUsed() {
    return (status == ProviderStatus.ACTIVE || status == ProviderStatus.DISABLED)
        && baseUrl.getHost() != null;
  }

  /** The same server, in use or not. */
  Provider withStatus(ProviderStatus other) {
    return new Provider(
        name,
        type,
        baseUrl,
        other,
        models,
        credentials,
        limits,
        healthEndpoint,
        parallel,
        described,
        at);
  }

  /**
   * What every request to it has to say: its key, which is a secret, and the version of its format
   * where it wants one. By lower-case name.
   */
  public Map<String, String> headers() {
    Map<String, String> headers = new LinkedHashMap<>();
    if (credentials instanceof Credentials.Key(Secret secret)) {
      if (type == ProviderType.ANTHROPIC) {
        headers.put("x-api-key", secret.reveal());
      } else {
        headers.put("authorization", "Bearer " + secret.reveal());
      }
    }
    if (type == ProviderType.ANTHROPIC) {
      headers.put("anthropic-version", "2023-06-01");
    }
    return headers;
  }

  /** The same server with another list. */
  Provider listing(List<ModelEntry> others) {
    return new Provider(
        name,
        type,
        baseUrl,
        status,
        others,
        credentials,
        limits,
        healthEndpoint,
        parallel,
        described,
        at);
  }
}
