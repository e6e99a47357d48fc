package lab.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How providers are polled, as the file says. */
class HealthReadingTest {
  private final Folder folder;

  HealthReadingTest(@TempDir Path directory) {
    folder = new Folder(directory);
  }

  @Test
  void healthChecksAreReadAndTheirEndpointsBelongToProviders() {
    folder.providers(
        """
        providers:
          one: {type: vllm, base_url: http://localhost:1/v1, models: [m]}
          two: {type: vllm, base_url: http://localhost:2, health_endpoint: /own, models: [m]}
          three: {type: vllm, base_url: http://localhost:3, models: [m]}
        health_checks:
          enabled: no
          interval_seconds: 15
          timeout_seconds: 1.5
          retry_attempts: 2
          endpoints:
            one: http://localhost:1/v1/models
            two: http://localhost:2/other
            three: http://elsewhere:3/health
          degraded_seconds: 4
        """);

    Configuration configuration = folder.valid();

    assertThat(configuration.health())
        .isEqualTo(
            new HealthChecks(
                false, Duration.ofSeconds(15), Duration.ofMillis(1500), 2, Duration.ofSeconds(4)));
    assertThat(configuration.providers().values())
        .extracting(Provider::healthEndpoint)
        .containsExactly("/v1/models", "/own", null);
    assertThat(folder.warnings())
        .containsExactly(
            "providers.yaml:12:10 health_checks.endpoints.two differs from the provider's"
                + " health_endpoint /own, which is used",
            "providers.yaml:13:12 health_checks.endpoints.three is not below the provider's"
                + " base_url http://localhost:3 and is not polled");
  }

  @Test
  void anEndpointOfNobodyIsAnError() {
    folder.providers(
        Folder.ONE_PROVIDER + "health_checks:\n  endpoints:\n    locl: http://localhost/\n");

    assertThat(folder.errors())
        .containsExactly(
            "providers.yaml:8:11 health_checks.endpoints.locl is not the name of a provider;"
                + " did you mean \"local\"?");
  }
}
