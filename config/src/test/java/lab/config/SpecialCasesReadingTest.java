package lab.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What special cases say, and what LiteLLM's settings say of the same. */
class SpecialCasesReadingTest {
  private final Folder folder;

  SpecialCasesReadingTest(@TempDir Path directory) {
    folder = new Folder(directory);
  }

  private Choices choices(String mappings) {
    folder.mappings(mappings);
    return folder.valid().choices();
  }

  @Test
  void specialCasesAreRead() {
    Choices choices =
        choices(
            """
            special_cases:
              first_request_routing: {strategy: prefer_warm_providers}
              rate_limited_fallback: {enabled: true, fallback_duration_seconds: 20}
              error_based_routing:
                {error_threshold: 7, failure_share: 0.25, cooldown_seconds: 5m,
                 longest_cooldown_seconds: 1h, recovery_seconds: 90}
              geographic_routing: {enabled: true, prefer_local: true}
            """);

    assertThat(choices.special())
        .isEqualTo(
            new SpecialCases(
                Duration.ofSeconds(20),
                new SpecialCases.Errors(
                    true,
                    7,
                    0.25,
                    Duration.ofSeconds(60),
                    Duration.ofMinutes(5),
                    Duration.ofHours(1),
                    Duration.ofSeconds(90),
                    Map.of()),
                true,
                true));
  }

  @Test
  void whatIsNotEnabledIsOff() {
    SpecialCases special =
        choices(
                """
                special_cases:
                  first_request_routing: {strategy: prefer_warm_providers, enabled: false}
                  rate_limited_fallback: {enabled: false}
                  error_based_routing: {enabled: false}
                  geographic_routing: {enabled: false, prefer_local: true}
                """)
            .special();

    assertThat(special.rateLimited()).isZero();
    assertThat(special.errors().enabled()).isFalse();
    assertThat(special.preferWarm()).isFalse();
    assertThat(special.preferLocal()).isFalse();
  }

  @Test
  void theMappingsBeatTheSettingsOfLiteLlm() {
    // Given
    folder
        .mappings("special_cases: {error_based_routing: {error_threshold: 9}}")
        .with(
            "gateway.yaml",
            """
            litellm_settings: {allowed_fails: 4}
            router_settings: {allowed_fails: 1, cooldown_time: 30, routing_strategy: least-busy}
            """);
    // When
    Choices both = folder.valid().choices();
    Choices alone = folder.mappings("{}").valid().choices();
    // Then
    assertThat(both.special().errors().threshold()).isEqualTo(9);
    assertThat(both.exact().strategy()).isEqualTo(Strategy.LEAST_LOADED);
    assertThat(alone.special().errors())
        .extracting(SpecialCases.Errors::threshold, SpecialCases.Errors::cooldown)
        .containsExactly(5, Duration.ofSeconds(30));
  }

  @Test
  void coolingCanBeTurnedOff() {
    folder.gateway("router_settings: {disable_cooldowns: true, enable_pre_call_checks: false}");

    assertThat(folder.valid().choices().special().errors().enabled()).isFalse();
    assertThat(folder.valid().choices().special().rateLimited()).isZero();
    assertThat(folder.valid().choices().preCallChecks()).isFalse();
    folder.gateway("litellm_settings: {cooldown_time: 0}");
    assertThat(folder.valid().choices().special().errors().enabled()).isFalse();
  }
}
