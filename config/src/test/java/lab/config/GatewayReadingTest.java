package lab.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import lab.contract.ModelName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewayReadingTest {
  private final Folder folder;

  GatewayReadingTest(@TempDir Path directory) {
    folder = new Folder(directory);
  }

  @Test
  void whatNoFileSaysHasItsDefault() {
    folder.providers(Folder.ONE_PROVIDER);

    assertThat(folder.valid().settings()).isEqualTo(Settings.DEFAULT);
    assertThat(folder.valid().health()).isEqualTo(HealthChecks.DEFAULT);
  }

  @Test
  void litellmSettingsBeatRouterSettingsAndThoseTheDefault() {
    folder.gateway(
        """
        litellm_settings:
          timeout: 301
          request_timeout: 61
          stream_timeout: 121
          num_retries: 3
        router_settings:
          timeout: 31
          stream_timeout: 32
          num_retries: 1
        """);

    assertThat(folder.valid().settings().time())
        .isEqualTo(
            new TimeSettings(
                Duration.ofSeconds(301),
                Duration.ofSeconds(61),
                Duration.ofSeconds(121),
                Duration.ofSeconds(300),
                Duration.ofSeconds(2),
                3,
                null));
  }

  @Test
  void routerSettingsHoldWhereLitellmSettingsAreSilent() {
    folder.gateway(
        """
        litellm_settings:
          stream_idle_timeout: 45s
          connect_timeout: 1s
          max_streaming_duration: 1h
        router_settings: {timeout: 31, stream_timeout: 32, num_retries: 1}
        """);

    assertThat(folder.valid().settings().time())
        .isEqualTo(
            new TimeSettings(
                Duration.ofSeconds(600),
                Duration.ofSeconds(31),
                Duration.ofSeconds(32),
                Duration.ofSeconds(45),
                Duration.ofSeconds(1),
                1,
                Duration.ofHours(1)));
  }

  @Test
  void aStreamsTotalLimitIsOffUnlessSet() {
    folder.gateway("litellm_settings: {max_streaming_duration: off, ttft_timeout: 9}\n");

    TimeSettings time = folder.valid().settings().time();

    assertThat(time.maxStreamingDuration()).isNull();
    assertThat(time.streamTimeout()).hasSeconds(9);
  }

  @Test
  void theOtherFilesNameIsReadWhereThisOneIsAbsent() {
    folder
        .providers(Folder.ONE_PROVIDER)
        .with("litellm-unified.yaml", "server_settings: {port: 4001}\n");
    assertThat(folder.valid().settings().port()).isEqualTo(4001);

    folder.with("gateway.yaml", "server_settings: {port: 4002}\n");

    assertThat(folder.valid().settings().port()).isEqualTo(4002);
    assertThat(folder.warnings())
        .containsExactly("litellm-unified.yaml:1:1 is not read, because gateway.yaml is there");
  }

  @Test
  void whatMayBeAskedOfModelsInAMinuteIsRead() {
    folder.gateway(
        """
        rate_limit_settings:
          claim_timeout: 50ms
          request_queue_size: 20
          request_queue_timeout: 3s
          limits:
            tiny: {rpm: 5, tpm: 100, max_parallel_requests: 2, requests_per_day: 7, tokens_per_day: 8}
            any: {rpm: 1, budget_per_day: 1.5, budget_per_month: 20}
            described: {description: x}
        """);

    assertThat(folder.valid().settings().rates().models())
        .isEqualTo(
            Map.of(
                new ModelName("tiny"),
                new RateLimit(5, 100, 2, new Spending(null, null, 7, 8)),
                new ModelName("any"),
                new RateLimit(1, null, null, Spending.ofDollars(1.5, 20.0))));
    assertThat(folder.valid().settings().rates().claimTimeout()).isEqualTo(Duration.ofMillis(50));
    assertThat(folder.valid().settings().rates().queueSize()).isEqualTo(20);
    assertThat(folder.valid().settings().rates().queueTimeout()).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void limitsOfModelsCanBeSwitchedOff() {
    folder.gateway("rate_limit_settings: {enabled: false, limits: {tiny: {rpm: 5}}}\n");

    assertThat(folder.valid().settings().rates()).isEqualTo(RateLimits.NONE);
  }

  @Test
  void aLimitOfNothingIsAnError() {
    folder.gateway("rate_limit_settings: {limits: {tiny: {rpm: 0}}}\n");

    assertThat(folder.errors()).singleElement().asString().contains("limits.tiny.rpm");
  }

  @Test
  void whatHasNoEffectIsSaidInOneLineEach() {
    folder.gateway(
        """
        litellm_settings: {drop_params: true, set_verbose: true}
        router_settings: {routing_strategy: simple-shuffle, lab_extensions: {any: thing}}
        general_settings: {background_health_checks: true, health_check_interval: 300}
        rate_limit_settings: {enabled: true, limits: {tiny: {rpm: 5, tpm: 100}}}
        debug: false
        """);

    assertThat(folder.warnings()).isEmpty();
    assertThat(folder.infos())
        .containsExactly(
            "gateway.yaml:1:1 accepted, but without effect in this version:"
                + " litellm_settings.drop_params",
            "gateway.yaml:1:1 accepted for compatibility, but without effect here: debug,"
                + " litellm_settings.set_verbose",
            "gateway.yaml:3:1 background_health_checks, health_check_interval have no effect here:"
                + " providers are polled for free, as health_checks of providers.yaml says,"
                + " never with a paid call");
  }

  @Test
  void aStrategyThatNobodyKnowsIsAnError() {
    folder.gateway("router_settings: {routing_strategy: least-bussy}\n");

    assertThat(folder.errors())
        .containsExactly(
            "gateway.yaml:1:37 router_settings.routing_strategy is \"least-bussy\","
                + " no known strategy; did you mean \"least-busy\"?");
  }
}
