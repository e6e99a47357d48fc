package lab.app.e2e.provider;

import java.util.Map;

/**
 * A {@link Lab} with two providers of every {@link Wire}, {@code vllm-first}, {@code vllm-second}
 * and so on, without second tries. Of each wire these models can be asked for: {@code vllm-pair}
 * (the first, then the second), {@code vllm-alone} (the first), {@code vllm-hasty} (the first, with
 * little time until its answer or its first content, then the second) and {@code vllm-drowsy} (the
 * first, with little time between two events, then the second). The provider {@code busy}, alone
 * with its model {@code busy}, gets a second try.
 */
final class WireLab {
  private static final String PROVIDERS =
      """
        WIRE-first:
          type: WIRE
          base_url: "@WIRE-first"
          models:
            - name: m
            - name: hasty
              request_timeout: 150ms
              stream_timeout: 150ms
            - name: drowsy
              stream_idle_timeout: 150ms
        WIRE-second:
          type: WIRE
          base_url: "@WIRE-second"
          models: [m]
      """;

  private static final String MODELS =
      """
        WIRE-pair: {provider: WIRE-first, backend_model: m, fallback: WIRE-second}
        WIRE-alone: {provider: WIRE-first, backend_model: m}
        WIRE-hasty: {provider: WIRE-first, backend_model: hasty, fallback: WIRE-second}
        WIRE-drowsy: {provider: WIRE-first, backend_model: drowsy, fallback: WIRE-second}
      """;

  private static final String BUSY =
      """
        busy:
          type: vllm
          base_url: "@busy"
          num_retries: 1
          models: [busy]
      """;

  private WireLab() {}

  static Map<String, String> files() {
    StringBuilder providers = new StringBuilder("health_checks: {enabled: false}\nproviders:\n");
    StringBuilder models = new StringBuilder("exact_matches:\n");
    for (Wire wire : Wire.values()) {
      providers.append(PROVIDERS.replace("WIRE", wire.type()));
      models.append(MODELS.replace("WIRE", wire.type()));
    }
    return Map.of(
        "providers.yaml", providers.append(BUSY).toString(),
        "model-mappings.yaml", models.toString(),
        "gateway.yaml", "litellm_settings: {num_retries: 0}\n");
  }
}
