package lab.app.e2e.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Map;

/** A node with providers for what has one format only. */
final class PassedLab {
  private static final String BOUNDARY = "----form";

  /** The type of {@link #form}. */
  static final String FORM_TYPE = "multipart/form-data; boundary=" + BOUNDARY;

  /** Of the node, as {@link Lab#start} takes them. */
  static final Map<String, String> FILES =
      Map.of(
          "gateway.yaml",
          "litellm_settings: {num_retries: 0, cache: true}\n",
          "providers.yaml",
          """
                health_checks: {enabled: false}
                providers:
                  one: {type: openai, base_url: "@one/v1", api_key: key-1, models: [m]}
                  two: {type: openai_compatible, base_url: "@two", models: [m, n]}
                  idle: {type: openai, base_url: "@two", models: [idle], request_timeout: 30s,
                    stream_idle_timeout: 150ms}
                  gpu: {type: vllm, base_url: "@two", models: [gpu]}
                """,
          "model-mappings.yaml",
          """
                exact_matches:
                  pair: {provider: one, backend_model: m, fallback: two}
                  local: {provider: gpu, backend_model: gpu, fallback: two}
                  ranked: {provider: gpu, backend_model: gpu, fallback: n}
                """);

  private PassedLab() {}

  /** A form with a file and a model's name. */
  static byte[] form(String model, byte[] file) {
    ByteArrayOutputStream form = new ByteArrayOutputStream();
    form.writeBytes(
        ("--"
                + BOUNDARY
                + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n"
                + "Content-Type: audio/wav\r\n\r\n")
            .getBytes(UTF_8));
    form.writeBytes(file);
    form.writeBytes(
        ("\r\n--"
                + BOUNDARY
                + "\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\n"
                + model
                + "\r\n--"
                + BOUNDARY
                + "--\r\n")
            .getBytes(UTF_8));
    return form.toByteArray();
  }
}
