package lab.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import lab.config.RetryPolicies.RetryPolicy;
import lab.contract.FailureKind;
import lab.contract.ModelName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** LiteLLM's numbers for each class of errors. */
class PolicyReadingTest {
  private final Folder folder;

  PolicyReadingTest(@TempDir Path directory) {
    folder = new Folder(directory);
  }

  @Test
  void secondTriesAreReadByKindForAllAndForSomeNames() {
    folder.gateway(
        """
        router_settings:
          retry_policy: {TimeoutErrorRetries: 1, ServiceUnavailableErrorRetries: 4}
          model_group_retry_policy: {tiny: {DefaultRetries: 3, RateLimitErrorRetries: 0}}
          model_group_alias: {nick: tiny, other: small}
        """);

    RetryPolicies policies = folder.valid().choices().retries();

    RetryPolicy all = policies.of(new ModelName("small"));
    assertThat(all.after(FailureKind.TIMEOUT, 2)).isEqualTo(1);
    assertThat(all.after(FailureKind.OVERLOAD, 2)).isEqualTo(4);
    assertThat(all.after(FailureKind.LOADING, 2)).isEqualTo(4);
    assertThat(all.after(FailureKind.SERVER, 2)).isEqualTo(2);
    assertThat(policies.of(null)).isEqualTo(all);
    RetryPolicy tiny = policies.of(new ModelName("tiny"));
    assertThat(tiny.after(FailureKind.TIMEOUT, 2)).isEqualTo(3);
    assertThat(tiny.after(FailureKind.RATE, 2)).isZero();
    assertThat(policies.of(new ModelName("nick"))).isEqualTo(tiny);
    assertThat(policies.of(new ModelName("other"))).isEqualTo(all);
    assertThat(folder.warnings()).isEmpty();
  }

  @Test
  void allowedFailsAreOneLessThanWhatOpens() {
    folder.gateway(
        """
        router_settings:
          allowed_fails: 7
          allowed_fails_policy:
            {TimeoutErrorAllowedFails: 0, BadGatewayErrorAllowedFails: 9,
             InternalServerErrorAllowedFails: 4}
        """);

    SpecialCases.Errors errors = folder.valid().choices().special().errors();

    assertThat(errors.thresholds())
        .isEqualTo(Map.of(FailureKind.TIMEOUT, 1, FailureKind.SERVER, 5));
    assertThat(errors.threshold(FailureKind.OVERLOAD)).isEqualTo(8);
  }

  @Test
  void theThresholdOfTheMappingsComesFirst() {
    folder
        .mappings("special_cases: {error_based_routing: {error_threshold: 6}}\n")
        .with(
            "gateway.yaml",
            "router_settings: {allowed_fails_policy: {TimeoutErrorAllowedFails: 0}}\n");

    assertThat(folder.valid().choices().special().errors().threshold(FailureKind.TIMEOUT))
        .isEqualTo(6);
    assertThat(folder.warnings())
        .containsExactly(
            "gateway.yaml:1:19 router_settings.allowed_fails_policy has no effect:"
                + " error_based_routing.error_threshold comes first");
  }

  @Test
  void aClassThatHasNoEffectAndOneThatIsNoneAreTold() {
    folder.gateway(
        """
        router_settings:
          retry_policy: {BadRequestErrorRetries: 1, TimeoutErorRetries: 1}
          model_group_retry_policy: {nobody: {DefaultRetries: 1}}
        """);

    assertThat(folder.warnings())
        .containsExactly(
            "gateway.yaml:2:45 unknown key router_settings.retry_policy.TimeoutErorRetries;"
                + " did you mean \"TimeoutErrorRetries\"?",
            "gateway.yaml:3:30 router_settings.model_group_retry_policy.nobody holds only for a"
                + " client that asks for a name nothing else mentions");
    assertThat(folder.infos())
        .anyMatch(info -> info.contains("router_settings.retry_policy.BadRequestErrorRetries"));
  }

  @Test
  void optionalChecksThatAreNotMadeHaveAReasonEach() {
    folder.gateway(
        """
        router_settings:
          max_fallbacks: 3
          optional_pre_call_checks: [prompt_caching, router_budget_limiting]
        """);

    assertThat(folder.valid().choices().maxFallbacks()).isEqualTo(3);
    assertThat(folder.infos())
        .containsExactly(
            "gateway.yaml:3:3 optional_pre_call_checks: prompt_caching has no effect here:"
                + " every request is decided on its own",
            "gateway.yaml:3:3 optional_pre_call_checks: router_budget_limiting has no effect"
                + " here: budgets stand in rate_limits and rate_limit_settings.limits");
  }

  @Test
  void rpmAndTpmOfEntriesAreLimitsWhereThatIsWanted() {
    folder.gateway("router_settings: {optional_pre_call_checks: [enforce_model_rate_limits]}\n");

    assertThat(folder.valid().settings().rates().entries()).isTrue();
    assertThat(folder.infos()).isEmpty();
  }

  @Test
  void aCheckThatThereIsNotIsAnError() {
    folder.gateway("router_settings: {optional_pre_call_checks: [promt_caching]}\n");

    assertThat(folder.errors())
        .containsExactly(
            "gateway.yaml:1:46 router_settings.optional_pre_call_checks[0] is \"promt_caching\","
                + " no known check; did you mean \"prompt_caching\"?");
  }
}
