package lab.testkit.demo;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The files of a node in front of the demo's servers. */
final class DemoConfiguration {
  private final Map<String, URI> addresses;
  private final int port;

  DemoConfiguration(Map<String, URI> addresses, int port) {
    this.addresses = addresses;
    this.port = port;
  }

  void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("providers.yaml"), providers());
    Files.writeString(folder.resolve("model-mappings.yaml"), mappings());
    Files.writeString(folder.resolve("gateway.yaml"), gateway());
  }

  private String providers() {
    return """
        # Simulated servers on this machine: no model runs behind them.
        providers:
        %s
        health_checks:
          enabled: true
          interval_seconds: 10
          timeout_seconds: 2
          retry_attempts: 1
        """
        .formatted(
            Stream.of(DemoServer.values()).map(this::provider).collect(Collectors.joining("\n")));
  }

  private String provider(DemoServer server) {
    return """
          %s:
            type: %s
            base_url: %s
            status: active
            description: "Simulated: it makes its answers up"
            health_endpoint: %s
            models:
        %s"""
        .formatted(
            server.provider(),
            type(server),
            addresses.get(server.provider()),
            server == DemoServer.OLLAMA ? "/api/tags" : "/v1/models",
            server.models().stream().map(DemoConfiguration::model).collect(Collectors.joining()));
  }

  private static String type(DemoServer server) {
    return switch (server) {
      case OLLAMA -> "ollama";
      case LLAMA_CPP, LLAMA_CPP_PYTHON -> "llama_cpp";
      case VLLM -> "vllm";
    };
  }

  private static String model(String name) {
    String entry = "      - name: \"" + name + "\"\n";
    // A silent model would otherwise hold a client for minutes.
    return Mischief.of(name).filter(Mischief.SILENT::equals).isPresent()
        ? entry + "        request_timeout: 10\n        stream_timeout: 10\n"
        : entry;
  }

  private static String mappings() {
    return """
        exact_matches:
          # Falls over to another server, and to a third, when its own is down: see fallback_chains.
          "demo-chat":
            provider: demo-ollama
            backend_model: "demo-chat:latest"
          "demo-thinker":
            provider: demo-ollama
            backend_model: "demo-thinker:8b"
            fallback: demo-llama-cpp
          "demo-embed":
            provider: demo-ollama
            backend_model: "demo-embed:latest"
          "demo-native":
            provider: demo-llama-cpp
          "demo-python":
            provider: demo-llama-cpp-python
            fallback: demo-llama-cpp
          # Its first choice always fails: the answer comes from the second.
          "demo-failover":
            provider: demo-ollama
            backend_model: "demo-fails-500:latest"
            fallback: demo-llama-cpp

          # Errors on demand. Their chains below end here, so that the error is what you see.
        %s
        patterns:
          - pattern: "^(lab/)?demo-coder.*"
            provider: demo-vllm
            fallback: demo-ollama

        # The harder a question looks, the larger the model that gets it.
        capabilities:
          "demo-code":
            routing_strategy: complexity_based
            complexity_thresholds:
              low: demo-native
              medium: "demo-coder:7b"
              high: "lab/demo-coder-7b"

        fallback_chains:
          "demo-chat":
            chain: [demo-native, demo-python]
        %s
        routing_rules:
          default_provider: demo-ollama
          default_fallback: demo-llama-cpp
          default_model: demo-chat
        """
        .formatted(
            Mischief.models().stream().map(DemoConfiguration::exact).collect(Collectors.joining()),
            Mischief.models().stream().map(DemoConfiguration::chain).collect(Collectors.joining()));
  }

  private static String exact(String model) {
    return "  \"" + model + "\":\n    provider: demo-vllm\n";
  }

  private static String chain(String model) {
    return "  \"" + model + "\":\n    chain: []\n";
  }

  private String gateway() {
    return """
        server_settings:
          host: 127.0.0.1
          port: %d
          prometheus:
            port: 0
        litellm_settings:
          timeout: 120
          num_retries: 1
          # Only who asks for it gets an answer that is there; the others are to see servers at work.
          cache: true
          cache_params:
            mode: default_off
        """
        .formatted(port);
  }
}
