package lab.config;

import static lab.config.Keys.descriptive;
import static lab.config.Keys.effect;
import static lab.config.Keys.later;
import static lab.config.Keys.none;

import java.util.Map;

/**
 * The one table of known keys: every map of every file, with what each of its keys is for. The
 * reference in {@code docs/configuration.md} has the same sections and keys; a test compares them.
 */
enum Section {
  PROVIDERS_FILE(
      "providers.yaml", effect("providers health_checks"), descriptive("metadata notes version")),
  PROVIDER(
      "providers.<name>",
      effect("type base_url status models requires_api_key env_var api_key health_endpoint"),
      effect("configuration max_concurrency"),
      effect(KeyGroups.TIME),
      effect("cost_per_1k_tokens rate_limits"),
      descriptive("description features docs notes location service_file api_format metadata tags"),
      descriptive("hardware_requirements gpu_memory_utilization max_model_len")),
  CONFIGURATION("providers.<name>.configuration", true, effect("n_parallel")),
  PROVIDER_RATE_LIMITS(
      "providers.<name>.rate_limits",
      effect("requests_per_minute tokens_per_minute max_parallel_requests"),
      effect("requests_per_day tokens_per_day budget_per_day budget_per_month"),
      descriptive("hourly daily details description notes")),
  MODEL(
      "providers.<name>.models[]",
      effect("name size context_length specialty"),
      effect(KeyGroups.TIME),
      later("options"),
      descriptive("description quantization pulled_at tags notes family license metadata"),
      descriptive("model_size_gb kv_cache_available_gb")),
  HEALTH_CHECKS(
      "health_checks",
      effect("enabled interval_seconds timeout_seconds retry_attempts endpoints degraded_seconds"),
      descriptive("description notes")),

  MAPPINGS_FILE(
      "model-mappings.yaml",
      effect("exact_matches patterns capabilities load_balancing fallback_chains routing_rules"),
      effect("special_cases custom_strategies"),
      descriptive("metadata notes description version")),
  EXACT_MATCH(
      "exact_matches.<name>",
      effect("provider backend_model priority fallback"),
      descriptive("description notes")),
  PATTERN("patterns[]", effect("pattern provider fallback"), descriptive("description notes")),
  CHAIN("fallback_chains.<name>", effect("chain tier"), descriptive("description notes")),
  ROUTING_RULES(
      "routing_rules",
      effect("default_provider default_fallback default_model model_size_routing"),
      effect("request_metadata_routing"),
      descriptive("description notes")),
  SIZE_RULE(
      "routing_rules.model_size_routing[]",
      effect("size provider fallback"),
      descriptive("reason description notes")),
  METADATA_RULE(
      "routing_rules.request_metadata_routing.<name>",
      effect("provider condition"),
      descriptive("description notes")),
  CAPABILITY(
      "capabilities.<name>",
      effect("preferred_models provider fallback routing_strategy min_model_size min_context"),
      effect("complexity_thresholds context_thresholds parameters priority_order"),
      descriptive("description notes")),
  COMPLEXITY_THRESHOLDS(
      "capabilities.<name>.complexity_thresholds",
      effect("low medium high"),
      descriptive("description notes")),
  CONTEXT_THRESHOLDS(
      "capabilities.<name>.context_thresholds",
      effect("standard complex large"),
      descriptive("description notes")),
  CAPABILITY_PARAMETERS(
      "capabilities.<name>.parameters", effect("weights"), descriptive("description notes")),
  BALANCING(
      "load_balancing.<name>",
      effect("providers strategy parameters priority_order"),
      descriptive("description notes")),
  BALANCED(
      "load_balancing.<name>.providers[]",
      effect("provider weight condition preferred_model"),
      descriptive("description notes")),
  BALANCING_PARAMETERS(
      "load_balancing.<name>.parameters",
      effect("saturation_threshold complexity_detection weights"),
      descriptive("description notes")),
  SPECIAL_CASES(
      "special_cases",
      effect("first_request_routing rate_limited_fallback error_based_routing geographic_routing")),
  FIRST_REQUEST(
      "special_cases.first_request_routing",
      effect("strategy enabled"),
      none("warm_check_timeout_ms"),
      descriptive("description notes")),
  RATE_LIMITED(
      "special_cases.rate_limited_fallback",
      effect("enabled fallback_duration_seconds"),
      descriptive("description notes")),
  ERROR_BASED(
      "special_cases.error_based_routing",
      effect(
          "enabled error_threshold failure_share cooldown_seconds longest_cooldown_seconds"
              + " recovery_seconds"),
      descriptive("description notes")),
  GEOGRAPHIC(
      "special_cases.geographic_routing",
      effect("enabled prefer_local"),
      descriptive("description notes")),
  CUSTOM_STRATEGY(
      "custom_strategies.<name>",
      true,
      effect("extends priority_order weights"),
      descriptive("logic description notes")),
  SCORE(
      "custom_strategies.<name>.weights",
      effect("latency success_rate success cost"),
      descriptive("description notes")),

  SERVICE(
      "ports.yaml",
      effect("port protocol host"),
      descriptive("service required description health_check notes")),

  KEYS_FILE("keys.yaml", effect("keys"), descriptive("metadata description notes version")),
  KEY(
      "keys.<name>",
      effect("sha256 models capabilities disabled expires rpm tpm"),
      effect("max_parallel_requests priority budget_per_day budget_per_month"),
      later("tags"),
      descriptive("metadata description notes")),

  GATEWAY_FILE(
      "gateway.yaml",
      effect("litellm_settings router_settings server_settings general_settings"),
      effect("model_list fallbacks default_fallbacks model_group_alias"),
      effect("context_window_fallbacks content_policy_fallbacks environment_variables include"),
      effect("rate_limit_settings alert_settings"),
      none("callback_settings guardrails mcp_servers search_tools"),
      none("debug debug_router test_mode"),
      descriptive("lab_extensions metadata notes description version")),
  LITELLM_SETTINGS(
      "litellm_settings",
      effect("timeout request_timeout stream_timeout ttft_timeout stream_idle_timeout"),
      effect("connect_timeout num_retries max_streaming_duration fallbacks default_fallbacks"),
      effect("allowed_fails cooldown_time"),
      effect("context_window_fallbacks content_policy_fallbacks"),
      effect("sse_keepalive_ping_interval_seconds"),
      effect("cache cache_params"),
      effect("require_auth_for_metrics_endpoint"),
      later("drop_params modify_params"),
      none(LiteLlmOnly.SETTINGS)),
  CACHE_PARAMS(
      "litellm_settings.cache_params",
      effect("type host port username password url ssl db lookup_timeout near"),
      effect("ssl_ca_certs ssl_certfile ssl_keyfile ssl_check_hostname ssl_cert_reqs"),
      effect("ssl_ca_path ssl_ca_data ssl_password ssl_min_version ssl_ciphers"),
      effect("ssl_validate_ocsp ssl_validate_ocsp_stapled ssl_ocsp_expected_cert"),
      effect("startup_nodes redis_startup_nodes service_name sentinel_nodes sentinel_password"),
      effect(
          "ttl namespace shared replay mode supported_call_types models max_size max_entry_size"),
      effect("single_flight single_flight_timeout single_flight_claim_timeout"),
      effect("single_flight_peer_timeout"),
      later("gcp_service_account gcp_ssl_ca_certs"),
      none(LiteLlmOnly.CACHE)),
  ROUTER_SETTINGS(
      "router_settings",
      effect("timeout stream_timeout num_retries fallbacks default_fallbacks model_group_alias"),
      effect("routing_strategy allowed_fails cooldown_time disable_cooldowns"),
      effect("enable_pre_call_checks optional_pre_call_checks default_max_parallel_requests"),
      effect("enable_tag_filtering tag_filtering_match_any"),
      effect("context_window_fallbacks content_policy_fallbacks"),
      effect("allowed_fails_policy retry_policy model_group_retry_policy max_fallbacks"),
      later("retry_after cache_responses caching_groups"),
      later("redis_host redis_port redis_password redis_db redis_url"),
      none(LiteLlmOnly.ROUTER),
      descriptive("lab_extensions")),
  RETRY_POLICY(
      "router_settings.retry_policy", effect(KeyGroups.RETRIES), none(KeyGroups.NO_RETRIES)),
  GROUP_RETRY_POLICY(
      "router_settings.model_group_retry_policy.<name>",
      effect(KeyGroups.RETRIES),
      none(KeyGroups.NO_RETRIES)),
  ALLOWED_FAILS_POLICY(
      "router_settings.allowed_fails_policy",
      effect("TimeoutErrorAllowedFails InternalServerErrorAllowedFails"),
      effect("BadGatewayErrorAllowedFails ServiceUnavailableErrorAllowedFails"),
      none(LiteLlmOnly.ALLOWED_FAILS)),
  SERVER_SETTINGS(
      "server_settings",
      effect("host port cors prometheus max_request_size max_bytes_in_flight max_header_size"),
      effect("header_timeout body_timeout idle_timeout send_timeout keepalive_interval"),
      effect("shutdown_timeout drain_delay allowed_hosts trusted_proxies proxy_protocol"),
      effect("max_connections max_streams_per_connection max_parallel_requests max_loop_lag tls"),
      effect("responses_ttl responses_max_size tracing"),
      none("health_check_endpoint"),
      descriptive("description notes")),
  CORS("server_settings.cors", effect("enabled allowed_origins"), descriptive("description")),
  TLS(
      "server_settings.tls",
      effect("certificate key keystore password"),
      descriptive("description")),
  TRACING(
      "server_settings.tracing",
      effect("endpoint sample_ratio service_name timeout"),
      descriptive("description")),
  PROMETHEUS(
      "server_settings.prometheus", effect("port"), none("enabled"), descriptive("description")),
  ALERT_SETTINGS(
      "alert_settings",
      effect("enabled circuit_after latency_p95 error_rate least_requests resolve_after webhooks"),
      descriptive("description")),
  WEBHOOK(
      "alert_settings.webhooks.<name>",
      effect("type url routing_key kinds"),
      descriptive("description")),
  GENERAL_SETTINGS(
      "general_settings",
      effect("allow_unauthenticated max_request_size_mb master_key feed_payload_preview"),
      later("litellm_key_header_name max_parallel_requests allowed_ips public_routes"),
      later("global_max_parallel_requests always_include_stream_usage token_rate_limit_type"),
      later("alerting max_in_flight_requests_per_worker max_queued_requests_per_worker"),
      later("admission_queue_timeout_seconds completion_model"),
      none(LiteLlmOnly.GENERAL)),
  RATE_LIMIT_SETTINGS(
      "rate_limit_settings",
      effect("enabled limits claim_timeout request_queue_size request_queue_timeout"),
      descriptive("description notes")),
  RATE_LIMIT(
      "rate_limit_settings.limits.<name>",
      effect("rpm tpm max_parallel_requests"),
      effect("requests_per_day tokens_per_day budget_per_day budget_per_month"),
      descriptive("description")),
  ALIAS("model_group_alias.<name>", effect("model hidden")),
  MODEL_LIST_ENTRY("model_list[]", effect("model_name litellm_params model_info")),
  LITELLM_PARAMS(
      "model_list[].litellm_params",
      effect("model api_base api_key custom_llm_provider timeout stream_timeout"),
      effect("num_retries max_retries"),
      effect("weight rpm tpm order max_parallel_requests tags"),
      effect("input_cost_per_token output_cost_per_token"),
      later("itpm otpm cooldown_time tag_regex drop_params keepalive_seconds"),
      none(LiteLlmOnly.PARAMS)),
  MODEL_INFO("model_list[].model_info", true, effect("provider context_length max_input_tokens"));

  private final String path;
  private final boolean open;

  @SuppressWarnings("ImmutableEnumChecker") // filled by the constructor, read-only afterwards
  private final Map<String, KeyUse> keys;

  Section(String path, Keys... groups) {
    this(path, false, groups);
  }

  Section(String path, boolean open, Keys... groups) {
    this.path = path;
    this.open = open;
    this.keys = Keys.all(groups);
  }

  /** Where it stands: a file's name, or keys with placeholders. */
  String path() {
    return path;
  }

  /** Whether further keys may stand here that only describe. */
  boolean open() {
    return open;
  }

  Map<String, KeyUse> keys() {
    return keys;
  }

  /** Whether anything here does something; else what is used is noted where the section stands. */
  boolean hasEffect() {
    return keys.containsValue(KeyUse.EFFECT);
  }

  /** A key of this section, for messages. */
  String pathOf(String key) {
    return path.endsWith(".yaml") ? key : path + "." + key;
  }
}
